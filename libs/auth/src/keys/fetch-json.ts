export interface FetchLimits {
  /** Milliseconds for all of it. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** As `fetch`, of what is used of it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Gets a JSON document of an identity provider, which may be slow, huge or somebody else's: a
 * redirect is refused, since it could lead to any host.
 *
 * @param get what asks for it; by default what asks anybody
 * @throws {Error} whatever went wrong
 */
export async function fetchJson(
  url: string,
  limits: FetchLimits,
  get: Fetch = fetch,
): Promise<unknown> {
  const answer = await get(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(limits.timeoutMs),
    headers: { accept: 'application/json' },
  });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`it answered ${answer.status}`);
  }
  return JSON.parse(await readText(answer, limits.maxBytes));
}

/** Counts what comes rather than what is announced, and after it was unpacked. */
async function readText({ body }: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
