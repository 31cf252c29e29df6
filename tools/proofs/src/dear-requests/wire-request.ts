import { request, type Agent } from 'node:http';
import type { Random } from '../deploy-fuzz/random';

/** A request as it goes over the wire. */
export interface WireRequest {
  /** What it was made from, for the report. */
  readonly kind: string;
  /** How it was changed since. */
  readonly changes: readonly string[];
  readonly method: string;
  /** Visible ASCII. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string;
}

/** An answer that never comes would hold up the search. */
const TIMEOUT_MS = 20_000;
/** Streams that wait for news never end; what opened them has cost what it costs by then. */
const STREAM_MS = 5;
/** Stands in a request for digits that are others each time it is sent. */
export const DIGITS = '000000000';

/** Sends a request, and reads its answer to the end unless that is an event stream. */
export function send(port: number, agent: Agent, wire: WireRequest): Promise<number> {
  const { method, path, body } = wire;
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of wire.headers) {
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : [...[earlier].flat(), value];
  }
  if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
  return new Promise((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent });
    const end = (status: number) => {
      clearTimeout(late);
      resolve(status);
    };
    const late = setTimeout(() => outgoing.destroy(), TIMEOUT_MS);
    outgoing.on('error', () => end(0));
    outgoing.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      answer.on('close', () => end(status)).resume();
      if (answer.headers['content-type'] !== 'text/event-stream') return;
      setTimeout(() => outgoing.destroy(), STREAM_MS);
    });
    outgoing.end(body);
  });
}

/**
 * The request as it is sent once: what the server keeps by a key of the caller's choice it keeps again. From
 * another address each time, or a few bad tokens would shut the search out.
 */
export function varied(wire: WireRequest, random: Random): WireRequest {
  const digits = String(99_999_999 + random.count(900_000_000));
  const headers = wire.headers.map(
    ([name, value]) => [name, value.replaceAll(DIGITS, digits)] as const,
  );
  if (!headers.some(([name]) => name === 'x-forwarded-for')) {
    const address = `203.${random.count(250)}.${random.count(250)}.${random.count(250)}`;
    headers.push(['x-forwarded-for', address]);
  }
  const path = wire.path.replaceAll(DIGITS, digits);
  return { ...wire, path, headers, body: wire.body?.replaceAll(DIGITS, digits) };
}

/** Bytes on the wire, about. */
export function sizeOf({ method, path, headers, body = '' }: WireRequest): number {
  const head = headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  return method.length + path.length + head + 14 + Buffer.byteLength(body);
}
