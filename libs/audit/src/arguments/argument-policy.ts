import { createHash } from 'node:crypto';
import type { AuditConfig } from '@repo/config';
import stableStringify from 'safe-stable-stringify';
import { cutMark } from '../record/storable-text';
import { boundedCopy, TEXT_LIMIT, type CopyOptions } from './bounded-copy';
import { mayHoldSecrets } from './secret-fields';

/** What is kept of the arguments of a call. */
interface KeptArguments {
  /** JSON text fit to be stored; null for nothing. */
  readonly json: string | null;
  /** Bytes of the whole as JSON; 0 where there were none. */
  readonly bytes: number;
}

/** What `AUDIT_ARGUMENTS` lets pass. It never throws. */
export type ArgumentPolicy = (input: unknown) => KeptArguments;

const NO_ARGUMENTS: KeptArguments = Object.freeze({ json: null, bytes: 0 });
const NO_JSON: KeptArguments = Object.freeze({
  json: JSON.stringify(cutMark(1, 'value, no JSON any more')),
  bytes: 0,
});

/** @param policy the setting `AUDIT_ARGUMENTS` */
export function argumentPolicy(policy: AuditConfig['arguments']): ArgumentPolicy {
  const keep = keepers[policy];
  return (input) => {
    if (input === undefined) return NO_ARGUMENTS;
    try {
      const json = jsonOf(input);
      return { json: keep(input, json), bytes: json === undefined ? 0 : Buffer.byteLength(json) };
    } catch {
      // A method can have put into its arguments what is no JSON: a BigInt, or themselves.
      return NO_JSON;
    }
  };
}

/** @param json of the input; undefined where it is too deep to have one */
type Keeper = (input: unknown, json: string | undefined) => string | null;

const keepers: Record<AuditConfig['arguments'], Keeper> = {
  none: () => null,
  hash: (input, json) =>
    JSON.stringify(json === undefined ? cutMark(1, 'value, too deep') : sha256(input)),
  redacted: copier({ hideSecrets: true }),
  full: copier({ hideSecrets: false }),
};

/** Escapes that only NUL and halves of surrogate pairs have in what `JSON.stringify` makes. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/** Nearly all arguments are short and harmless: their JSON is kept as it is. */
function copier(options: CopyOptions): Keeper {
  return (input, json) =>
    json !== undefined &&
    json.length <= TEXT_LIMIT &&
    !UNSTORABLE.test(json) &&
    !(options.hideSecrets && mayHoldSecrets(json))
      ? json
      : JSON.stringify(boundedCopy(input, options));
}

/** The same for the same arguments, in whatever order their fields came. */
function sha256(input: unknown): string {
  return `sha256:${createHash('sha256')
    .update(stableStringify(input) ?? '')
    .digest('hex')}`;
}

function jsonOf(input: unknown): string | undefined {
  try {
    return JSON.stringify(input);
  } catch (error) {
    // `JSON.parse` takes any depth, `JSON.stringify` only what fits the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
