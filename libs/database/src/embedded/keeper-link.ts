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

/** What the keeper says next: start the server, it is ready, it ended early, or the keeper is gone. */
export type KeeperMessage = 'start' | 'ready' | 'exited' | 'gone';

/** Milliseconds in which a keeper says hello, on a machine however busy. */
const HELLO_TIMEOUT_MS = 10_000;

/**
 * A held connection to the keeper of a server: while it is open, the server is kept. It keeps no
 * process alive by itself.
 */
export class KeeperLink {
  private readonly messages: KeeperMessage[] = [];
  private wake?: () => void;
  private isOpen = true;
  /** Resolves when the connection ends, from whichever side. */
  readonly closed: Promise<void>;

  private constructor(private readonly socket: Socket) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    void this.closed.then(() => {
      this.isOpen = false;
      this.onMessage('gone');
    });
  }

  /** @returns nothing when no keeper is there */
  static async to({ port, token }: KeeperAddress): Promise<KeeperLink | undefined> {
    const socket = connect({ host: '127.0.0.1', port });
    const link = new KeeperLink(socket);
    const greeted = new Promise<boolean>((resolve) => {
      void link.closed.then(() => resolve(false));
      const lines = createInterface({ input: socket });
      // It has the errors of its input too.
      lines.on('error', () => undefined);
      lines.on('line', (line) => {
        const message = parse(line);
        if ('hello' in message) resolve(true);
        for (const kind of ['start', 'ready', 'exited'] as const)
          if (kind in message) link.onMessage(kind);
      });
    });
    socket.write(`${JSON.stringify({ token })}\n`);
    const tooLate = setTimeout(() => socket.destroy(), HELLO_TIMEOUT_MS);
    const isKeeper = await greeted;
    clearTimeout(tooLate);
    return isKeeper ? link : undefined;
  }

  /** The next message; waits for it. */
  async next(): Promise<KeeperMessage> {
    while (this.messages.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.messages.shift() ?? 'gone';
  }

  /** Whether a message is there that `next` would give at once. */
  get hasMessage(): boolean {
    return this.messages.length > 0;
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
    if (!this.isOpen) return;
    this.socket.ref();
    this.socket.end();
    await this.closed;
  }

  private send(message: object): void {
    this.socket.write(`${JSON.stringify(message)}\n`);
  }

  private onMessage(message: KeeperMessage): void {
    this.messages.push(message);
    this.wake?.();
  }
}

function parse(line: string): object {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null ? message : {};
  } catch {
    return {};
  }
}
