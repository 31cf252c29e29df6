import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Config } from '@repo/config';
import type { ServerIdentity } from '../../server-options';
import { connectCommand } from './connect-command';
import { originOf } from './origin-of';

/**
 * Tells how to connect clients to this server, or writes it to a file in the working directory.
 *
 * @param line what stands behind the command
 * @returns the exit code
 */
export function connect(
  { app, name }: ServerIdentity,
  config: Config,
  line: readonly string[],
): number {
  const bundle = bundleOf(process.argv[1] ?? '');
  const connection = {
    app,
    name,
    url: `${originOf(config)}/mcp`,
    command: process.execPath,
    args: [bundle, '--stdio'],
  };
  const { exitCode, text } = connectCommand(line, connection, process.cwd());
  (exitCode === 0 ? console.log : console.error)(text);
  if (exitCode === 0) for (const note of notesOn(config, app, bundle)) console.log(`\n${note}`);
  return exitCode;
}

/** What a client starts: this program itself, or what is built of it where its source runs. */
function bundleOf(program: string): string {
  return program.endsWith('.ts') ? join(dirname(program), '../dist/main.js') : program;
}

function notesOn({ auth, server }: Config, app: string, bundle: string): string[] {
  return [
    ...(existsSync(bundle)
      ? []
      : [
          `For stdio build it first: npx nx build ${app} (${relative(process.cwd(), bundle)} is missing).`,
        ]),
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
