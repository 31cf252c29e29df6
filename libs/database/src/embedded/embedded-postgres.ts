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
  /** Told when the server cannot be held any longer, such as when its folder was removed. */
  readonly onLost?: (error: unknown) => void;
}

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
    if (this.released) return;
    this.holding = holdServer(this.home, this.options);
    try {
      this.watch(await this.holding);
    } catch (error) {
      this.options.onLost?.(error);
    }
  }
}

async function holdServer(home: HomeFolder, options: EmbeddedOptions): Promise<KeeperLink> {
  for (;;) {
    const link = await joinKeeper(home.path);
    const word = await link.next();
    if (word === 'ready') return link;
    if (word !== 'start') continue; // It was about to end.
    try {
      const url = await startServer(home, link, options.settings ?? {});
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
