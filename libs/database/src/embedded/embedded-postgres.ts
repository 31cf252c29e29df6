import { setTimeout as delay } from 'node:timers/promises';
import { embeddedError } from './embedded.error';
import { homeFolder, type HomeFolder } from './home-folder';
import { joinKeeper } from './join-keeper';
import type { KeeperLink } from './keeper-link';
import { serverUrl } from './server-url';
import { startServer } from './start-server';

export interface EmbeddedOptions {
  /** The folder whose `.data` has the data. */
  readonly workspace: string;
  /** The folder in `.data`. */
  readonly name: string;
  /** Further settings of the server, by their names in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called by whoever starts the server, before anyone else may use it. */
  readonly onStart?: (url: string) => Promise<void>;
  /** Told once when the server does not come back after its end; that it does is tried on and on. */
  readonly onLost?: (error: unknown) => void;
}

/** Milliseconds between attempts to have the server back. */
const RETRY_MS = 100;
const MAX_RETRY_MS = 5_000;

/**
 * A PostgreSQL that runs while somebody holds it: started by the first process that asks, used by
 * all of this workspace, ended with the last, however that ends. Killed, it is started anew, at the
 * same address.
 */
export class EmbeddedPostgres {
  private released = false;
  private holding: Promise<KeeperLink>;

  private constructor(
    private readonly options: EmbeddedOptions,
    private readonly home: HomeFolder,
    link: KeeperLink,
    /** Of the server, with its password. */
    readonly url: string,
  ) {
    this.holding = Promise.resolve(link);
    this.watch(link);
  }

  /** @throws {DatabaseError} what stands in the way, and what to do */
  static async hold(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const home = homeFolder(options.workspace, options.name);
    const link = await holdServer(home, options);
    const url = serverUrl(home.path);
    if (url === undefined) throw embeddedError(`${home.path}/url is gone: start again.`);
    return new EmbeddedPostgres(options, home, link, url.href);
  }

  /** Why the data is not in the workspace, if so. */
  get note(): string | undefined {
    return this.home.note;
  }

  /** Lets go. The last one waits for the end of the server. */
  async release(): Promise<void> {
    this.released = true;
    const link = await this.holding.catch(() => undefined);
    await link?.release();
  }

  private watch(link: KeeperLink): void {
    link.unref();
    void link.closed.then(() => this.holdAgain());
  }

  private async holdAgain(): Promise<void> {
    for (let failures = 0; !this.released; failures += 1) {
      this.holding = holdServer(this.home, this.options, new URL(this.url).port);
      try {
        this.watch(await this.holding);
        return this.checkAddress();
      } catch (error) {
        if (failures === 0) this.options.onLost?.(error);
        const pause = Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** Math.min(failures, 16));
        await delay(pause, undefined, { ref: false });
      }
    }
  }

  /** A process that held none before may have started it, while another program had the port. */
  private checkAddress(): void {
    if (serverUrl(this.home.path)?.href === this.url) return;
    this.options.onLost?.(embeddedError('it has another address by now: start again.'));
  }
}

/** @param port where those who use the server expect it; whichever is free unless said */
async function holdServer(
  home: HomeFolder,
  options: EmbeddedOptions,
  port?: string,
): Promise<KeeperLink> {
  for (;;) {
    const link = await joinKeeper(home.path);
    const message = await link.next();
    if (message === 'ready') return link;
    if (message !== 'start') continue; // It was about to end.
    try {
      const url = await startServer(home, link, options.settings ?? {}, port);
      await options.onStart?.(url.href);
    } catch (error) {
      await link.release();
      throw error;
    }
    link.announceReady();
    await link.next();
    return link;
  }
}
