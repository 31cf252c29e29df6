/**
 * Proves one client: `node run.mjs <file> <server as JSON>`. The last line that it prints is a JSON
 * object of a cell for each operation: `ok`, `not offered`, or why it failed.
 */
import { operations } from './operations.mjs';
import { within } from './within.mjs';

/** Milliseconds for one operation, on a machine that may have other work. */
const DEADLINE_MS = 30_000;
/** Characters of a reason that are printed. */
const MAX_REASON = 300;
const NOT_OFFERED = 'not offered';

const [file, json] = process.argv.slice(2);
const server = JSON.parse(json);
const connect = (await import(file)).connect;

let revision;
const cells = {};
let client;
cells['connect'] = await cellOf(async () => {
  client = await connect(server);
  revision = (await client.callTool('client_revision', {})).text;
});
for (const [name, { needs, prove }] of Object.entries(operations)) {
  if (client === undefined) cells[name] = 'there was no connection';
  else if (needs.some((method) => client[method] === undefined)) cells[name] = NOT_OFFERED;
  else cells[name] = await cellOf(() => prove(client, server));
}
if (server.protectedUrl !== undefined) {
  cells['bearer token'] = client?.sendsNoToken
    ? NOT_OFFERED
    : await cellOf(() => callProtected(server.token));
  cells['401 without'] = await cellOf(() => beRefused());
}
await client?.close();

console.log(JSON.stringify({ revision, cells }));
// What a client leaves running is not what is proved.
process.exit(0);

async function cellOf(prove) {
  try {
    await within(DEADLINE_MS, prove());
    return 'ok';
  } catch (error) {
    return explain(error).slice(0, MAX_REASON);
  }
}

async function callProtected(token) {
  const caller = await connect({ url: server.protectedUrl, token });
  await operations['call'].prove(caller);
  await caller.close();
}

async function beRefused() {
  try {
    await callProtected();
  } catch (error) {
    const reason = explain(error);
    // The status, the host's words, or what a client makes of it: the start of a sign-in.
    if (error?.code === 401 || /401|auth|needs a bearer token/i.test(reason)) return;
    throw error;
  }
  throw new Error('A call without a token was served.');
}

function explain(error) {
  const reasons = [];
  for (let cause = error; cause !== undefined && reasons.length < 3; cause = cause.cause) {
    reasons.push(String(cause?.message ?? cause));
  }
  return reasons.join(': ').replaceAll(/\s+/g, ' ') || 'failed without a message';
}
