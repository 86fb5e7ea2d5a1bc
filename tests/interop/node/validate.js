// JobPostings on standard input, as a list; what Adobe's validator says of each on standard output.
// The first argument is where node_modules lies; the second, if any, is schema.org's own vocabulary as JSON-LD.
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, vocabulary] = process.argv.slice(2);
const at = join(resolve(modules), "@adobe/structured-data-validator/src/index.js");
const { default: Validator } = await import(pathToFileURL(at).href);
const schema = vocabulary ? JSON.parse(await readFile(vocabulary, "utf8")) : undefined;
let text = "";
for await (const chunk of process.stdin) text += chunk;
const said = [];
for (const posting of JSON.parse(text)) {
  const page = { jsonld: { JobPosting: [{ ...posting, "@location": "0,0" }] }, microdata: {}, rdfa: {} };
  said.push(await new Validator(schema).validate(page));
}
process.stdout.write(JSON.stringify(said));
