// Credentials on standard input; on standard output, what Digital Bazaar's libraries say of each.
// {"credentials": [...], "documents": {address: what stands there}}: the issuer's DID document, its status list, and
// the Open Badges context. W3C's own contexts are the libraries' copies, not ours. Nothing is fetched.
// The first argument is where node_modules lies.
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2]);
const load = (name) => import(pathToFileURL(join(modules, "@digitalbazaar", name, "lib/index.js")).href);
const { DataIntegrityProof } = await load("data-integrity");
const { cryptosuite } = await load("eddsa-rdfc-2022-cryptosuite");
const vc = await load("vc");
const { checkStatus } = await load("vc-bitstring-status-list");
const { contexts } = await load("credentials-context");

let text = "";
for await (const chunk of process.stdin) text += chunk;
const { credentials, documents } = JSON.parse(text);
const known = new Map([...contexts, ...Object.entries(documents)]);
for (const document of Object.values(documents)) {
  for (const method of document.verificationMethod ?? []) {
    known.set(method.id, { "@context": "https://w3id.org/security/multikey/v1", ...method });
  }
}
const documentLoader = async (url) => {
  if (!known.has(url)) throw new Error(`Nothing stands at ${url}.`);
  return { contextUrl: null, documentUrl: url, document: known.get(url) };
};
const suite = new DataIntegrityProof({ cryptosuite });
const said = [];
for (const credential of credentials) {
  const found = await vc.verifyCredential({
    credential, suite, documentLoader,
    checkStatus: (options) => checkStatus({ ...options, suite, documentLoader }),
  });
  const errors = [found.error, ...(found.error?.errors ?? []), found.statusResult?.error];
  const revoked = found.statusResult?.results?.[0]?.status; // a list that is verified says so or not
  said.push({ verified: found.verified, revoked, errors: errors.filter(Boolean).map((one) => one.message) });
}
process.stdout.write(JSON.stringify(said));
