import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { codeOf, messageOf } from '@repo/foundation';
import { clientSetups, type ClientSetup, type Connection, type Transport } from './client-setups';
import { connectProgram } from './connect-program';
import { ClientFileError, mergeEntry } from './merge-entry';

const usage = (
  app: string,
) => `Usage: ${connectProgram(app)} -- [<client>] [--write] [--http | --stdio]

  prints how to set up each client, or one: ${Object.keys(clientSetups).join(', ')}
  --write   puts it into the client's file in this project; --http unless --stdio is given
  --stdio   the client starts the server itself (build it first: npx nx build ${app})
  --http    the client connects to the running server`;

/** The command line makes no sense. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What to print, and what the process exits with: 64 for a wrong command line, 65 for a wrong file. */
interface ConnectResult {
  readonly exitCode: 0 | 64 | 65;
  readonly text: string;
}

/**
 * Tells how to connect clients to this server, or writes it.
 *
 * @param line what stands behind the command
 * @param folder of the project, where clients have their files
 */
export function connectCommand(
  line: readonly string[],
  connection: Connection,
  folder: string,
): ConnectResult {
  try {
    const { client, transports, isWrite } = read(line);
    if (!isWrite) return { exitCode: 0, text: allSetups(client, transports, connection) };
    const [transport = 'http'] = transports.length === 1 ? transports : [];
    return { exitCode: 0, text: write(client, transport, connection, folder) };
  } catch (error) {
    if (error instanceof ClientFileError) return { exitCode: 65, text: error.message };
    if (error instanceof UsageError)
      return { exitCode: 64, text: `${error.message}\n\n${usage(connection.app)}` };
    throw error;
  }
}

function read(line: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const { positionals, values } = parsed(() =>
    parseArgs({
      args: [...line],
      allowPositionals: true,
      options: { write: flag, stdio: flag, http: flag },
    }),
  );
  const [client, more] = positionals;
  if (more !== undefined) throw new UsageError('Name one client, or none for all.');
  if (client !== undefined && !Object.hasOwn(clientSetups, client))
    throw new UsageError(`There is no client "${client}".`);
  const both = values.http === values.stdio;
  const transports: Transport[] = both ? ['http', 'stdio'] : [values.stdio ? 'stdio' : 'http'];
  return { client, transports, isWrite: values.write };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function allSetups(
  client: string | undefined,
  transports: readonly Transport[],
  connection: Connection,
): string {
  const chosen = Object.entries(clientSetups).filter(([name]) => name === (client ?? name));
  return chosen.map(([name, setup]) => setupText(name, setup, transports, connection)).join('\n\n');
}

function setupText(
  name: string,
  setup: ClientSetup,
  transports: readonly Transport[],
  connection: Connection,
): string {
  const parts = transports.map((transport) => {
    const { where, what } = setup.step(connection, transport);
    return `${transport}, ${where}:\n\n${indented(what)}`;
  });
  const canWrite =
    setup.file === undefined ? '' : `, or: ${connectProgram(connection.app)} -- ${name} --write`;
  return [`# ${setup.title}${canWrite}`, ...parts].join('\n\n');
}

function write(
  client: string | undefined,
  transport: Transport,
  connection: Connection,
  folder: string,
): string {
  const file = client === undefined ? undefined : clientSetups[client]?.file;
  if (file === undefined) {
    const able = Object.entries(clientSetups).filter(([, setup]) => setup.file !== undefined);
    const names = able.map(([name]) => name).join(', ');
    throw new UsageError(`--write is for clients with a file in the project: ${names}.`);
  }
  const { name } = connection;
  const path = join(folder, file.path);
  try {
    const before = textOf(path);
    const after = mergeEntry(before, [file.key, name], file.entry(connection, transport));
    if (after === before) return `${file.path} has ${name} already.`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, after);
  } catch (error) {
    const why = error instanceof ClientFileError ? error.message : cannot(error);
    throw new ClientFileError(`${file.path} ${why}. Mend it and try again; nothing was written.`);
  }
  return `${file.path} has ${name} now.`;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

function cannot(error: unknown): string {
  return `cannot be read and written (${codeOf(error) ?? messageOf(error)})`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
