import fc from 'fast-check';
import { isObject } from '@repo/foundation';
import { mutatedRequests } from '@repo/mcp-core/testing/mutated-requests';
import type { WireRequest } from './wire-request';

/** Requests of the corpus gone wrong; the same seed gives the same ones. */
export function mutationsOf(
  corpus: readonly WireRequest[],
  seed: number,
  count: number,
): WireRequest[] {
  const valid = corpus.flatMap(({ headers, body }) => {
    const message = parsed(body);
    return message === undefined ? [] : [{ headers: { ...headers }, body: message }];
  });
  return fc.sample(mutatedRequests(valid), { seed, numRuns: count }).map(({ headers, body }) => ({
    headers,
    body: Buffer.from(body).toString(),
  }));
}

/** The message of a body that is one. */
function parsed(body = ''): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    return isObject(value) && 'method' in value ? value : undefined;
  } catch {
    return undefined;
  }
}
