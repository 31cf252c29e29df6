import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProcess } from '@repo/api-e2e';
import { freePort } from '@repo/foundation/testing';
import { installedVersion } from '../../installed-packages';
import { nodeFor } from '../newer-node';
import { PROGRAMS } from '../prove-client';
import { PERSON, Person } from './person';
import { DOCUMENT_URL, KNOWN_CLIENT, type SignInServers } from './servers';
import {
  REGISTRATIONS,
  STEPS,
  type Registration,
  type SigningClient,
  type Step,
} from './signing-clients';

/** What came of one client in one era: `ok`, or why not. */
export interface SignInProof {
  readonly client: SigningClient;
  readonly version: string;
  readonly era: 'modern' | 'legacy';
  readonly cells: Readonly<Partial<Record<Registration | Step, string>>>;
}

type Found = Readonly<Partial<Record<'signs in' | Step, string>>>;

export async function proveSignIn(
  client: SigningClient,
  era: SignInProof['era'],
  servers: SignInServers,
): Promise<SignInProof> {
  const cells: Partial<Record<Registration | Step, string>> = {};
  for (const registration of REGISTRATIONS) {
    // How it came makes no difference to what follows.
    const more = registration === 'dynamic';
    const found = await signIn(client, era, registration, more, servers);
    cells[registration] = found['signs in'] ?? 'it ended before';
    if (more) for (const step of STEPS) cells[step] = found[step] ?? 'it ended before';
  }
  return { client, era, cells, version: installedVersion(PROGRAMS, client.packageName) };
}

async function signIn(
  client: SigningClient,
  era: SignInProof['era'],
  registration: Registration,
  more: boolean,
  { url, issuer }: SignInServers,
): Promise<Found> {
  const home = mkdtempSync(join(tmpdir(), 'signing-client-'));
  const person = await Person.start([url.origin, issuer]);
  const settings = {
    ...{ url: url.href, era, home, more, port: await freePort(), person: `real:${PERSON}` },
    registration: { kind: registration, url: DOCUMENT_URL, id: KNOWN_CLIENT },
  };
  const args = [join(PROGRAMS, 'run-sign-in.mjs'), `./${client.file}`, JSON.stringify(settings)];
  const { PATH } = process.env;
  const child = new ChildProcess(nodeFor(client), args, { env: { PATH, HOME: home } });
  try {
    return await follow(child, person);
  } finally {
    await Promise.all([child.stop(), person.stop()]);
    rmSync(home, { recursive: true, force: true });
  }
}

/** Sends the person wherever the client says, until it has ended. */
async function follow(child: ChildProcess, person: Person): Promise<Found> {
  let isOver = false;
  const ended = child.exited.then(() => (isOver = true));
  for (let visits = 0; !isOver;) {
    const next = child.stdout.filter((line) => line.startsWith('visit '))[visits];
    if (next === undefined) {
      await Promise.race([ended, child.nextLine()]);
      continue;
    }
    visits += 1;
    await person.visit(next.slice('visit '.length)).catch((error: unknown) => {
      console.error(error);
    });
  }
  const result = child.stdout.findLast((line) => line.startsWith('{"found"'));
  if (result === undefined) return { 'signs in': child.output.slice(-1_000) };
  return (JSON.parse(result) as { found: Found }).found;
}
