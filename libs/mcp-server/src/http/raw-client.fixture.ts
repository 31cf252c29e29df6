import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const connected = new Set<RawClient>();

// Who never reads does not learn that the server has closed.
afterEach(() => connected.forEach((client) => client.leave()));

/** A client that does with its connection what no library would. */
export class RawClient {
  private received = '';

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => undefined);
    connected.add(this);
    socket.once('close', () => connected.delete(this));
  }

  /** @param reads whether it ever takes what the server sends */
  static async connect(port: number, reads = true): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    const client = new RawClient(socket);
    if (reads) socket.on('data', (chunk: Buffer) => (client.received += chunk.toString()));
    await once(socket, 'connect');
    return client;
  }

  get answer(): string {
    return this.received;
  }

  send(text: string): void {
    this.socket.write(text);
  }

  /** Sends one more byte every few milliseconds, until the server has had enough. */
  async trickle(): Promise<string> {
    const timer = setInterval(() => this.socket.write('x'), 5);
    await this.closed();
    clearInterval(timer);
    return this.answer;
  }

  leave(): void {
    this.socket.destroy();
  }

  /** Resolves when the server has closed the connection. Only who reads learns of it. */
  async closed(): Promise<void> {
    // A reset is an end like another.
    if (!this.socket.closed) await new Promise((resolve) => this.socket.once('close', resolve));
  }
}

/** A POST to the endpoint in the legacy era. */
export function post(body: object, headers: Readonly<Record<string, string>> = {}): string {
  const text = JSON.stringify(body);
  return [
    'POST /mcp HTTP/1.1',
    'host: localhost',
    'content-type: application/json',
    'accept: application/json, text/event-stream',
    `content-length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    text,
  ].join('\r\n');
}
