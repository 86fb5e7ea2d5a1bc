// What a client of others finds at our Model Context Protocol server: the official SDK's own, over its own transport.
// The arguments are where node_modules lies and the server's address; what to look for stands on standard input, what
// came of each step on standard output. The SDK checks every answer against the protocol's schemas and throws if it errs.
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, address] = process.argv.slice(2);
const load = (name) =>
  import(pathToFileURL(join(resolve(modules), "@modelcontextprotocol/sdk/dist/esm", name)).href);
const { Client } = await load("client/index.js");
const { StreamableHTTPClientTransport } = await load("client/streamableHttp.js");

let text = "";
for await (const chunk of process.stdin) text += chunk;
const { find, unknown } = JSON.parse(text);
const refused = async (asked) => {
  try {
    return { answered: await asked() };
  } catch (wrong) {
    return { code: wrong.code ?? null, message: wrong.message };
  }
};
const strange = [];
const client = new Client({ name: "foretaste-interop", version: "1" });
client.onerror = (wrong) => strange.push(wrong.message);
const transport = new StreamableHTTPClientTransport(new URL(address));
await client.connect(transport);
const said = {
  version: transport.protocolVersion,
  server: client.getServerVersion(),
  capabilities: client.getServerCapabilities(),
  instructions: client.getInstructions(),
  pinged: await client.ping(),
  tools: (await client.listTools()).tools, // from here on the client checks what a tool answers by what it promised
  resources: await refused(() => client.listResources()),
};
said.found = await client.callTool({ name: "search_trials", arguments: find });
const [first] = said.found.structuredContent.trials;
said.read = await client.callTool({ name: "read_trial", arguments: { id: first.id } });
said.wrong = await client.callTool({ name: "search_trials", arguments: { days: 9 } });
said.missing = await client.callTool({ name: "read_trial", arguments: { id: unknown } });
said.tool = await refused(() => client.callTool({ name: "apply", arguments: {} }));
await client.close();
said.strange = strange;
process.stdout.write(JSON.stringify(said));
