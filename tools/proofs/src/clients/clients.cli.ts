import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FixtureHost, startFixtureHost } from '@repo/api-e2e';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { writeSections } from '../api-benchmark/report/document';
import { runProgram } from '../api-benchmark/run-program';
import { installPackages } from '../installed-packages';
import { KNOWN_CLIENTS } from './known-clients';
import {
  configurationBlocks,
  improvementsOf,
  limitsList,
  matrixOf,
  type Proof,
  regressionsOf,
} from './matrix';
import { TRANSPORTS } from './operation';
import { PROGRAMS, proveClient, type Servers } from './prove-client';

/** `nx run proofs:clients`: the built api and the clients that people use. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const clients = KNOWN_CLIENTS.filter(({ name }) => values.only?.includes(name) ?? true);
  installPackages(PROGRAMS);

  const proofs = await withServers(async (servers) => {
    const found: Proof[] = [];
    for (const client of clients) {
      const transports = client.isHttpOnly ? (['http'] as const) : TRANSPORTS;
      console.log(`${client.name} …`);
      for (const transport of transports) found.push(await proveClient(client, transport, servers));
    }
    return found;
  });

  for (const transport of TRANSPORTS) console.log(`\n${transport}\n${matrixOf(proofs, transport)}`);
  console.log(`\n${limitsList(clients)}`);
  for (const line of improvementsOf(proofs)) console.log(`Works by now: ${line}`);
  const regressions = regressionsOf(proofs);
  for (const line of regressions) console.error(`No longer ok: ${line}`);
  process.exitCode = regressions.length > 0 ? 1 : 0;

  if (regressions.length > 0 || values.only !== undefined) return;
  await writeSections(
    {
      http: matrixOf(proofs, 'http'),
      stdio: matrixOf(proofs, 'stdio'),
      limits: limitsList(clients),
      configuration: configurationBlocks(clients),
    },
    join(workspaceRoot, 'docs/clients.md'),
  );
}

async function withServers<T>(use: (servers: Servers) => Promise<T>): Promise<T> {
  const token = randomBytes(24).toString('hex');
  const hosts: FixtureHost[] = [];
  try {
    const open = await startFixtureHost();
    hosts.push(open);
    const closed = await startFixtureHost({ MCP_AUTH: 'required', API_KEY: token });
    hosts.push(closed);
    // The address that its metadata names, which is not the other name of this machine.
    const protectedUrl = closed.url.href.replace('localhost', '127.0.0.1');
    return await use({ url: open.url.href, protectedUrl, token });
  } finally {
    await Promise.all(hosts.map((host) => host.process.stop()));
  }
}

runProgram(main);
