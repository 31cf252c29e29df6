import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import ipaddr from 'ipaddr.js';

/** Bytes. A document of a client has a few hundred. */
const MAX_BYTES = 65_536;
/** Milliseconds for all of it. */
const TIMEOUT_MS = 5_000;

/**
 * Fetches what a stranger names, which may be an address inside (SSRF): by TLS, from public addresses
 * alone, which are looked up once and then connected to, without redirects, and bounded.
 *
 * @throws {Error} it is none of these, or does not answer
 */
export async function publicFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const target = new URL(input instanceof Request ? input.url : input);
  if (target.protocol !== 'https:') throw new Error(`${target.protocol} is not https:`);
  const { address, family } = await publicAddress(target.hostname);
  const headers = Object.fromEntries(new Headers(init.headers));
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { method: init.method ?? 'GET', headers, signal, agent: false };
    request(target, {
      ...options,
      lookup: (_host, { all }, done) => {
        if (all === true) done(null, [{ address, family }]);
        else done(null, address, family);
      },
    })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  const type = answer.headers['content-type'] ?? '';
  const cache = answer.headers['cache-control'] ?? '';
  return new Response(Buffer.concat(chunks), {
    status: answer.statusCode ?? 502,
    headers: { 'content-type': type, 'cache-control': cache },
  });
}

/** @throws {Error} one of its addresses is not public: it could be the one that is taken later */
async function publicAddress(hostname: string): Promise<{ address: string; family: number }> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const found = await lookup(host, { all: true });
  const inside = found.find(({ address }) => ipaddr.process(address).range() !== 'unicast');
  const [first] = found;
  if (inside !== undefined || first === undefined) {
    throw new Error(`${hostname} is no public address`);
  }
  return first;
}
