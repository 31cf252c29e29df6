export interface FetchLimits {
  /** Milliseconds for all of it. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * Gets a JSON document of an identity provider, which may be slow, huge or somebody else's: a
 * redirect is refused, since it could lead to any host.
 *
 * @throws {Error} whatever went wrong
 */
export async function fetchJson(url: string, limits: FetchLimits): Promise<unknown> {
  const answer = await fetch(url, {
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
