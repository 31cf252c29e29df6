import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { identity, loadConfigOrExit, type Config } from '@repo/config';
import { addressUrl } from '../../http/address-url';
import { connectCommand } from './connect-command';

const ROOT = join(__dirname, '../../../../..');
const BUNDLE = join(ROOT, 'apps/api/dist/main.js');

/** Where clients on this machine reach a server that listens everywhere. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

const config = loadConfigOrExit();
const { exitCode, text } = connectCommand(
  process.argv.slice(2),
  {
    name: identity.serviceName,
    url: `${originOf(config)}/mcp`,
    command: process.execPath,
    args: [BUNDLE, '--stdio'],
  },
  process.cwd(),
);
(exitCode === 0 ? console.log : console.error)(text);
if (exitCode === 0) for (const note of notesOn(config)) console.log(`\n${note}`);
process.exitCode = exitCode;

function originOf({ server: { host, port, publicUrl } }: Config): string {
  return publicUrl ?? addressUrl(LOOPBACK[host] ?? host, port);
}

function notesOn({ auth, server }: Config): string[] {
  return [
    ...(existsSync(BUNDLE)
      ? []
      : [`For stdio build it first: npx nx build api (${relative(ROOT, BUNDLE)} is missing).`]),
    ...(server.publicUrl === undefined && server.port === 0
      ? ['PORT is 0, which is another port at each start: set one that clients can know.']
      : []),
    ...(auth.mcpAuth === 'required'
      ? [
          'MCP_AUTH is required: clients sign in, or send the header "Authorization: Bearer <token>": docs/run/sign-in.md.',
        ]
      : []),
  ];
}
