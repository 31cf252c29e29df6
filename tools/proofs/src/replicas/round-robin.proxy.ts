import { once } from 'node:events';
import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CALL_HEADER, Passages } from './passages';

/** Headers of one connection, which a proxy does not hand on (RFC 9110, 7.6.1). */
const OF_ONE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding'];

/** Milliseconds until a client's idle connection is closed: none is in a test. */
const IDLE_MS = 600_000;

/**
 * Milliseconds that an idle connection to a server is kept, as AWS's balancers keep theirs: shorter than
 * the servers do, or a request would be sent just as one is closed. Node's agent heeds what servers
 * announce only where it has a limit of its own.
 */
const IDLE_ONWARD_MS = 60_000;

/** Connections that may wait while this process, which is the clients' as well, is busy. */
const MAX_WAITING = 8_192;

/**
 * A balancer without affinity: each request goes to the next server, over connections that are kept,
 * as those of nginx and of AWS are.
 */
export class RoundRobinProxy {
  /** Ports that take requests. */
  targets: readonly number[] = [];
  readonly passages = new Passages();
  private next = 0;
  private readonly agent = new Agent({ keepAlive: true, timeout: IDLE_ONWARD_MS });
  private readonly server: Server = createServer(
    { keepAliveTimeout: IDLE_MS },
    (message, reply) => {
      text(message).then(
        (body) => this.forward(message, body, reply, 3),
        () => reply.destroy(), // the client left before it had said everything
      );
    },
  );

  async listen(): Promise<URL> {
    this.server.listen({ port: 0, host: '127.0.0.1', backlog: MAX_WAITING });
    await once(this.server, 'listening');
    return new URL(`http://localhost:${(this.server.address() as AddressInfo).port}/mcp`);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
    this.agent.destroy();
  }

  private forward(message: IncomingMessage, body: string, reply: ServerResponse, tries: number) {
    const port = this.targets[this.next++ % this.targets.length] ?? 0;
    const { method, url: path } = message;
    const { [CALL_HEADER]: call, ...headers } = endToEnd(message.headers);
    const passage = this.passages.begin(call?.toString(), port);
    const { agent } = this;
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent });
    const leave = () => onward.destroy();
    reply.once('close', leave);
    onward.once('response', (answer) => {
      reply.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers)).flushHeaders();
      answer.pipe(reply);
      answer.on('error', () => undefined); // `close` comes as well
      answer.once('close', () => {
        if (answer.complete) return;
        passage.wasCut = !reply.closed;
        reply.destroy();
      });
    });
    onward.once('error', (error: NodeJS.ErrnoException) => {
      reply.off('close', leave);
      if (reply.closed || reply.headersSent) return;
      if (mayRepeat(method, error) && tries > 1) {
        return this.forward(message, body, reply, tries - 1);
      }
      passage.wasCut = true;
      reply.writeHead(502).end('The server has gone.');
    });
    onward.end(body);
  }
}

function endToEnd(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !OF_ONE_CONNECTION.includes(name));
  return Object.fromEntries(kept);
}

/** What was never taken, and what changes nothing. A `POST` that was on its way is not sent again. */
function mayRepeat(method: string | undefined, { code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNREFUSED' || method === 'GET';
}
