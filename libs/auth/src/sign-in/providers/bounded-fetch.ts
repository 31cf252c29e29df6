import type { CustomFetch } from 'openid-client';

/** Bytes of an answer. */
const MAX_BYTES = 262_144;

/**
 * Asks a provider, which may say what it wants: an answer has a bounded size, and one that names an
 * error is none with status 200, as GitHub has it.
 *
 * @throws {Error} it is larger, or the provider does not answer
 */
export const boundedFetch: CustomFetch = async (url, options) => {
  const headers = new Headers(options.headers);
  headers.set('accept', headers.get('accept') ?? 'application/json');
  const answer = await fetch(url, { ...options, headers });
  const text = await boundedText(answer);
  const status = answer.status === 200 && namesError(text) ? 400 : answer.status;
  const isEmpty = status === 204 || status === 304;
  return new Response(isEmpty ? null : text, { status, headers: answer.headers });
};

/** The same, without the ID token of an answer, which would have to be checked. */
export const withoutIdToken: CustomFetch = async (url, options) => {
  const answer = await boundedFetch(url, options);
  if (answer.status !== 200) return answer;
  const text = await answer.text();
  const json = readObject(text);
  if (json?.['id_token'] === undefined) return new Response(text, answer);
  return new Response(JSON.stringify({ ...json, id_token: undefined }), answer);
};

async function boundedText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`its answer is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const namesError = (text: string): boolean => typeof readObject(text)?.['error'] === 'string';

function readObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
