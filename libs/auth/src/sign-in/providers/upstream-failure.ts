import { messageOf } from '@repo/foundation';
import type { Provider } from '../settings/provider';
import { knownError } from './known-errors';

/** Characters of what a provider says that are logged. */
const MAX_REASON = 500;

/** Why a sign-in at a provider failed: for the log, and for the person. */
export interface UpstreamFailure {
  readonly log: string;
  readonly page: string;
}

/**
 * The log has what the provider said; the person reads what that means, in words that are ours: what
 * comes from an address could be anybody's.
 *
 * @param address that the provider sends people back to
 */
export function upstreamFailure(
  { id, title, preset }: Pick<Provider, 'id' | 'title' | 'preset'>,
  error: unknown,
  address: string,
): UpstreamFailure {
  const { error: code, error_description: description } = refusalOf(error);
  const reason = textOr(description, textOr(code, messageOf(error)));
  const known = knownError(`${textOr(code, '')}: ${reason}`, preset, address);
  const log = `Sign-in at ${id} failed: ${reason.slice(0, MAX_REASON)}`;
  if (known === undefined) {
    const page = `The sign-in at ${title} failed. Whoever runs this server finds the reason in its log.`;
    return { log, page };
  }
  const { means, mend } = known;
  return {
    log: `${log}. That is, ${means} (${known.code}). ${mend}`,
    page: `The sign-in at ${title} failed: ${means} (${known.code}). Whoever runs this server can mend it: ${mend}`,
  };
}

interface Refusal {
  readonly error?: unknown;
  readonly error_description?: unknown;
}

/** What the provider says, in the address, in the body, or in the header of its refusal. */
function refusalOf(error: unknown): Refusal {
  const { cause } = error as { readonly cause?: unknown };
  const [challenge] = (Array.isArray(cause) ? cause : []) as { readonly parameters?: Refusal }[];
  return challenge?.parameters ?? (error as Refusal);
}

const textOr = (value: unknown, other: string): string =>
  typeof value === 'string' ? value : other;
