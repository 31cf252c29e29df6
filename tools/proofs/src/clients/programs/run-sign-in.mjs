/**
 * One client signs a person in: `node run-sign-in.mjs <file> <settings as JSON>`. Where the person is
 * to go is a line `visit <url>`; the last line is what came of it, as JSON: `ok` for each step, or why
 * it failed.
 */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { visits } from './person.mjs';
import { within } from './within.mjs';

/** Milliseconds for a step, on a machine that may have other work. */
const DEADLINE_MS = 90_000;
const MAX_REASON = 400;

const [file, json] = process.argv.slice(2);
const { more, person, ...settings } = JSON.parse(json);
const { connect } = await import(file);
const steps = {
  'signs in': async () => {
    client = await connect(settings);
    assert.equal(await client.call('read_ledger'), `read by ${person}`);
  },
  ...(more && {
    'asks for more': async () => {
      assert.equal(await client.call('close_ledger'), `closed by ${person}`);
    },
    'comes back': () => again(),
    renews: () => {
      assert(spoilTokens(settings.home) > 0, 'it keeps no token in a file');
      return again();
    },
  }),
};

let client;
const found = {};
for (const [name, prove] of Object.entries(steps)) {
  try {
    await within(DEADLINE_MS, prove());
    found[name] = 'ok';
  } catch (error) {
    found[name] = String(error?.message ?? error)
      .replaceAll(/\s+/g, ' ')
      .slice(-MAX_REASON);
    if (name === 'signs in') break;
  }
}
await client?.close();
console.log(JSON.stringify({ found }));
process.exit(0);

/** A new start, with what was kept of the last one: nobody is asked. */
async function again() {
  await client?.close();
  client = undefined;
  const before = visits();
  client = await connect(settings);
  assert.equal(await client.call('read_ledger'), `read by ${person}`);
  assert.equal(visits(), before, 'the person had to sign in again');
}

/** Makes the access tokens that a client keeps worthless. @returns how many there were */
function spoilTokens(folder) {
  let count = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const text = readFileSync(path, 'utf8');
    const spoiled = text.replaceAll(
      /(access_token\\*": ?\\*")([\w-]+\.[\w-]+\.)([\w-]+)/g,
      (_, key, start, end) => {
        count += 1;
        return key + start + [...end].reverse().join('');
      },
    );
    if (spoiled !== text) writeFileSync(path, spoiled);
  }
  return count;
}
