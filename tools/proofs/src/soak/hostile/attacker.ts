import { randomInt } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** The longest that an attacker waits for an answer, and that it holds what it holds open. */
const HOLD_MS = 90_000;

const OWN_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

export interface Attempt {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Somebody at an address of their own, who counts how they were answered. */
export class Attacker {
  /** By status; `closed` where the connection was cut without an answer, `kept` where it was not. */
  readonly outcomes = new Map<string, number>();
  private readonly agent: Agent;

  constructor(
    readonly url: URL,
    readonly address: string,
    private readonly signal: AbortSignal,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 64, localAddress: address });
  }

  /** Sends a request and reads the whole answer; of a stream as much as comes while it is open. */
  async send({ method = 'POST', path = this.url.pathname, headers, body }: Attempt): Promise<void> {
    const status = await new Promise<string>((resolve) => {
      const sent = request(this.url, {
        agent: this.agent,
        method,
        path,
        headers: { ...OWN_HEADERS, ...headers },
        signal: this.signal,
        timeout: HOLD_MS,
      });
      sent.once('error', () => resolve('closed'));
      sent.once('timeout', () => sent.destroy());
      sent.once('response', (response) => {
        const end = () => resolve(String(response.statusCode));
        response.once('error', end).once('close', end).resume();
      });
      sent.end(body);
    });
    this.count(status);
  }

  /** A connection on which `drip` is sent byte by byte, each second one; for what is not well behaved. */
  async hold(head: string, drip = ''): Promise<void> {
    const socket = connect({
      host: this.url.hostname,
      port: Number(this.url.port),
      localAddress: this.address,
    });
    const answer = await heldOpen(socket, head, drip, this.signal);
    this.count(
      /^HTTP\/1\.1 (\d+)/.exec(answer ?? '')?.[1] ?? (answer === undefined ? 'kept' : 'closed'),
    );
  }

  /** A pause around so many milliseconds, or until all is over. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms / 2 + randomInt(Math.max(1, Math.round(ms))));
      this.signal.addEventListener('abort', end);
    });
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  private count(outcome: string): void {
    if (this.isOver) return;
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }
}

/** @returns what was answered until the server closed the connection; undefined where it did not */
function heldOpen(socket: Socket, head: string, drip: string, signal: AbortSignal) {
  return new Promise<string | undefined>((resolve) => {
    let answer = '';
    let sent = 0;
    const dripping = setInterval(() => {
      if (sent < drip.length && socket.writable) socket.write(drip.charAt(sent++));
    }, 1_000);
    const end = (result?: string) => {
      clearInterval(dripping);
      clearTimeout(tooLate);
      signal.removeEventListener('abort', give);
      socket.destroy();
      resolve(result);
    };
    const give = () => end();
    const tooLate = setTimeout(give, HOLD_MS);
    signal.addEventListener('abort', give);
    socket.on('data', (chunk) => (answer = (answer + chunk.toString('latin1')).slice(0, 200)));
    socket.on('error', () => undefined);
    socket.on('close', () => end(answer));
    socket.write(head);
  });
}
