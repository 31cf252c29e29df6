import { parseArgs } from 'node:util';
import { UsageError } from './usage.error';

/** What each command takes: how many arguments, and which options. */
const COMMANDS = {
  create: { arguments: 0, options: ['name', 'scopes', 'expires-at', 'jwks-uri'] },
  'create-admin': { arguments: 0, options: ['name'] },
  list: { arguments: 0, options: [] },
  rotate: { arguments: 1, options: ['old-secret-expires-at'] },
  disable: { arguments: 1, options: [] },
  enable: { arguments: 1, options: [] },
  delete: { arguments: 1, options: [] },
  'keys create': { arguments: 1, options: ['name', 'scopes', 'expires-at'] },
  'keys list': { arguments: 1, options: [] },
  'keys revoke': { arguments: 2, options: [] },
} as const satisfies Record<string, { arguments: number; options: readonly Option[] }>;

export type CommandName = keyof typeof COMMANDS;

type Option = 'name' | 'scopes' | 'expires-at' | 'old-secret-expires-at' | 'jwks-uri';

/** What somebody typed. */
export interface Command {
  readonly name: CommandName;
  /** The client, and the key where there is one. */
  readonly arguments: readonly string[];
  /** As the admin API names them; what was left out is undefined. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly isJson: boolean;
}

/**
 * Reads what stands behind `clients` on the command line.
 *
 * @throws {UsageError} what is wrong with it
 */
export function parseCommand(line: readonly string[]): Command {
  const { positionals, values } = parsed(line);
  const length = positionals[0] === 'keys' ? 2 : 1;
  const name = positionals.slice(0, length).join(' ');
  if (!isCommand(name))
    throw new UsageError(name === '' ? 'Say what to do.' : `${name} is no command.`);
  const { json = false, ...options } = values;
  const { arguments: count, options: taken } = COMMANDS[name];
  const rest = positionals.slice(length);
  if (rest.length !== count) {
    throw new UsageError(
      `${name} takes ${count} argument${count === 1 ? '' : 's'}, not ${rest.length}.`,
    );
  }
  const odd = Object.keys(options).find((option) => !taken.some((one) => one === option));
  if (odd !== undefined) throw new UsageError(`${name} takes no --${odd}.`);
  return { name, arguments: rest, fields: fieldsOf(options), isJson: json };
}

function parsed(line: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args: [...line],
      allowPositionals: true,
      options: {
        name: text,
        scopes: text,
        'expires-at': text,
        'old-secret-expires-at': text,
        'jwks-uri': text,
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function fieldsOf(options: { readonly [option in Option]?: string }) {
  const scopes = options.scopes?.split(',').map((scope) => scope.trim());
  return {
    name: options.name,
    scopes: scopes?.filter((scope) => scope !== ''),
    expiresAt: options['expires-at'],
    oldSecretExpiresAt: options['old-secret-expires-at'],
    jwksUri: options['jwks-uri'],
  };
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
