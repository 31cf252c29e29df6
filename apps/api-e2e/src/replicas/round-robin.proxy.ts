import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A balancer without any memory: each request goes to the next server. */
export class RoundRobinProxy {
  /** Ports that take requests. */
  targets: readonly number[] = [];
  private next = 0;
  private readonly server: Server = createServer((message, reply) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.once('end', () => this.forward(message, Buffer.concat(chunks), reply, 3));
  });

  async listen(): Promise<URL> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return new URL(`http://localhost:${(this.server.address() as AddressInfo).port}/mcp`);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** What was never taken may be sent to another; a request that was on its way may not. */
  private forward(message: IncomingMessage, body: Buffer, reply: ServerResponse, tries: number) {
    const port = this.targets[this.next++ % this.targets.length];
    const { method, url: path, headers } = message;
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
    reply.once('close', () => onward.destroy());
    onward.once('response', (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
      answer.pipe(reply);
      answer.once('error', () => reply.destroy());
    });
    onward.once('error', (error: NodeJS.ErrnoException) => {
      const wasTaken = error.code !== 'ECONNREFUSED';
      if (!wasTaken && tries > 1) return this.forward(message, body, reply, tries - 1);
      if (reply.headersSent) reply.destroy();
      else reply.writeHead(502).end();
    });
    onward.end(body);
  }
}
