import { request, type Agent } from 'node:http';

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
const STREAM_MS = 20;

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

/** Bytes on the wire, about. */
export function sizeOf({ method, path, headers, body = '' }: WireRequest): number {
  const head = headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  return method.length + path.length + head + 14 + Buffer.byteLength(body);
}
