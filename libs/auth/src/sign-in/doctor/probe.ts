import { messageOf } from '@repo/foundation';

/** Milliseconds for an answer. */
const TIMEOUT_MS = 10_000;
/** Bytes that are looked at. */
const MAX_BYTES = 262_144;
const MAX_REDIRECTS = 5;

/** What a provider answered. */
export interface ProbeAnswer {
  /** Where, after redirects. */
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  /** Milliseconds since 1970, by its own clock. */
  readonly date: number | undefined;
}

/**
 * Asks as anybody could.
 *
 * @param stopAt the address at which redirects are not followed further
 * @throws {Error} it does not answer, or not in time
 */
export async function probe(
  url: string,
  init: RequestInit = {},
  stopAt = 'none:',
): Promise<ProbeAnswer> {
  let next = new URL(url);
  let request = init;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const answer = await fetchOnce(next, request);
    const date = Date.parse(answer.headers.get('date') ?? '');
    const found = { status: answer.status, date: Number.isNaN(date) ? undefined : date };
    const location = answer.headers.get('location');
    if (location === null || answer.status < 300 || answer.status > 399) {
      return { url: next, ...found, text: await textOf(answer) };
    }
    await answer.body?.cancel();
    next = new URL(location, next);
    request = {};
    if (next.href.startsWith(stopAt)) return { url: next, ...found, text: '' };
  }
  throw new Error(`it redirects more than ${MAX_REDIRECTS} times`);
}

async function fetchOnce(url: URL, init: RequestInit): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return await fetch(url, { ...init, redirect: 'manual', signal });
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') {
      throw new Error(`${url.origin} does not answer within ${TIMEOUT_MS / 1_000} s`);
    }
    const { cause } = error as { cause?: unknown };
    throw new Error(`${url.origin} cannot be reached: ${messageOf(cause ?? error)}`);
  }
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Of an answer that is JSON; undefined otherwise. */
export function jsonOf({ text }: ProbeAnswer): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
