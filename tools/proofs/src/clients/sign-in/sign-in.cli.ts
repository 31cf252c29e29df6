import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { writeSections } from '../../api-benchmark/report/document';
import { runProgram } from '../../api-benchmark/run-program';
import { installPackages } from '../../installed-packages';
import { PROGRAMS } from '../prove-client';
import { proveSignIn, type SignInProof } from './prove-sign-in';
import { withSignInServers } from './servers';
import { signInFaults, signInLimits, signInTable } from './sign-in-table';
import { SIGNING_CLIENTS } from './signing-clients';

/** `nx run proofs:sign-in`: the clients that people use sign a person in, from a 401 to a call. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const clients = SIGNING_CLIENTS.filter(({ name }) => values.only?.includes(name) ?? true);
  installPackages(PROGRAMS);
  const proofs = await withSignInServers(async (servers) => {
    const found: SignInProof[] = [];
    for (const client of clients) {
      for (const era of client.eras) {
        console.log(`${client.name}, ${era} …`);
        found.push(await proveSignIn(client, era, servers));
      }
    }
    return found;
  });
  console.log(`\n${signInTable(proofs)}\n\n${signInLimits(clients)}`);
  const faults = signInFaults(proofs);
  for (const line of faults) console.error(`Failed: ${line}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
  if (faults.length > 0 || values.only !== undefined) return;
  await writeSections(
    { 'sign-in': signInTable(proofs), 'sign-in-limits': signInLimits(SIGNING_CLIENTS) },
    join(workspaceRoot, 'docs/clients.md'),
  );
}

runProgram(main);
