import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { KeeperAddress } from './keeper-lock';

/** What to spawn as the server. */
export interface ServerCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: {
    readonly cwd: string;
    readonly env: Record<string, string | undefined>;
    readonly uid?: number;
    readonly gid?: number;
  };
}

/** A word of the keeper (keeper.cjs), or that it is gone. */
export type KeeperMessage = 'hello' | 'start' | 'up' | 'exited' | 'ready' | 'gone';

/** Milliseconds in which a keeper says hello, on a machine however busy. */
const HELLO_TIMEOUT_MS = 10_000;

/**
 * A held connection to the keeper of a server: while it is open, the server is kept. It keeps no
 * process alive by itself.
 */
export class KeeperLink {
  private readonly lines: AsyncIterator<string>;
  /** Resolves when the connection ends, from whichever side. */
  readonly closed: Promise<void>;

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => undefined);
    const lines = createInterface({ input: socket });
    this.lines = lines[Symbol.asyncIterator]();
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    void this.closed.then(() => lines.close());
  }

  /** @returns nothing when no keeper is there */
  static async to({ port, token }: KeeperAddress): Promise<KeeperLink | undefined> {
    const socket = connect({ host: '127.0.0.1', port });
    const link = new KeeperLink(socket);
    link.send({ token });
    const tooLate = setTimeout(() => socket.destroy(), HELLO_TIMEOUT_MS);
    const isKeeper = (await link.next()) === 'hello';
    clearTimeout(tooLate);
    if (isKeeper) return link;
    socket.destroy();
    return undefined;
  }

  /** The next message; waits for it. */
  async next(): Promise<KeeperMessage> {
    try {
      const line = await this.lines.next();
      return line.done ? 'gone' : (line.value as KeeperMessage);
    } catch {
      return 'gone'; // The lines have the errors of their socket.
    }
  }

  spawn(command: ServerCommand): void {
    this.send({ spawn: command });
  }

  announceReady(): void {
    this.send({ ready: true });
  }

  /** From now on the link does not keep this process from ending. */
  unref(): void {
    this.socket.unref();
  }

  /** Lets go. Resolves when the keeper has taken note: after the server's end, for the last holder. */
  async release(): Promise<void> {
    this.socket.ref();
    this.socket.end();
    await this.closed;
  }

  private send(message: object): void {
    this.socket.write(`${JSON.stringify(message)}\n`);
  }
}
