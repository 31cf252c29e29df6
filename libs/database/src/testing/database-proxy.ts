import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a client and PostgreSQL, and does what networks and servers do on bad days. */
export class DatabaseProxy {
  private readonly sockets = new Set<Socket>();
  private silent = false;
  private server: Server;

  private constructor(
    private readonly target: URL,
    readonly port: number,
    server: Server,
  ) {
    this.server = server;
  }

  static async before(url: string): Promise<DatabaseProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const proxy = new DatabaseProxy(new URL(url), port, server);
    server.on('connection', proxy.join);
    return proxy;
  }

  /** Of the database, by way of this. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }

  /** Connections are cut, and refused from now on. */
  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    if (this.server.listening) await once(this.server, 'close');
  }

  async open(): Promise<void> {
    this.server = createServer(this.join);
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Connections stay open, and nothing comes through. */
  silence(): void {
    this.silent = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** What was sent meanwhile arrives after all. */
  speak(): void {
    this.silent = false;
    for (const socket of this.sockets) socket.resume();
  }

  private readonly join = (client: Socket): void => {
    const server = connect(Number(this.target.port), this.target.hostname);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (chunk) => to.write(chunk));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.silent) from.pause();
    }
  };
}
