import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const canonical = configure({ deterministic: true });

/** What somebody decides on. */
export interface Decidable {
  /** The name of the server that has the tool; empty for the main one. */
  readonly server: string;
  readonly tool: string;
  /** As the client sent them. */
  readonly arguments: unknown;
}

/** SHA-256 in hexadecimal digits, the same in whatever order the fields of the arguments came. */
export function argumentsHash({ server, tool, arguments: input = {} }: Decidable): string {
  return createHash('sha256')
    .update(canonical({ server, tool, arguments: input }) ?? '')
    .digest('hex');
}
