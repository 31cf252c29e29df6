import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { messageOf, withTimeout } from '@repo/foundation';
import { changedLists } from './catalog/changed-lists';
import { CatalogError } from './catalog/catalog.error';
import type { ProvidedFeature } from './catalog/feature-extension';
import type { FeatureSource } from './catalog/feature-source';
import type { HostedServer } from './hosted-server';
import { McpHost } from './mcp-host';
import { CoalescedTask } from './sessions/coalesced-task';
import { Replicas } from './sessions/replicas';

/** Features of one server. */
const MAX_FEATURES = 10_000;

/** Milliseconds: a source, the wait of a start for all of them, and between two builds. */
const SOURCE_TIMEOUT_MS = 10_000;
const START_TIMEOUT_MS = 2_000;
const MIN_INTERVAL_MS = 250;

/** Milliseconds until a source that failed is asked again: the first, and the longest. */
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;

/** Features that are compiled before others get their turn. */
const BATCH = 50;

/** Serves the features of all `FeatureSource`s. Inject it where what they return has changed. */
@Injectable()
export class McpCatalog implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('McpCatalog');
  /** What each source returned last. */
  private readonly features = new Map<FeatureSource, readonly ProvidedFeature[]>();
  private readonly builds = new CoalescedTask(() => this.build());
  private failures: Error[] = [];
  private builtAt = -Infinity;
  private isStarting = true;
  private retryMs = RETRY_MS;
  private retry?: NodeJS.Timeout;

  constructor(
    private readonly host: McpHost,
    private readonly replicas: Replicas,
  ) {}

  /** @throws {CatalogError} a source has a wrong feature; the application does not start */
  async onApplicationBootstrap(): Promise<void> {
    if (this.servers.length > 0) {
      this.replicas.onMessage(({ kind }) => {
        if (kind === 'sources_changed') void this.builds.run();
      });
      this.replicas.onReconnect(() => void this.builds.run());
      await withTimeout(START_TIMEOUT_MS, this.builds.run(), () => undefined);
      for (const failure of this.failures) if (failure instanceof CatalogError) throw failure;
    }
    this.isStarting = false;
  }

  onApplicationShutdown(): void {
    clearTimeout(this.retry);
  }

  /**
   * Asks all sources again, here and in every other replica, and notifies clients of the lists that
   * changed. Calls in flight end as they began. Calls of this while one runs share one further run.
   *
   * @throws {CatalogError} a source returned a wrong feature: the features of before stay
   * @throws what a source threw: its features of before stay, and it is asked again by itself
   */
  async refresh(): Promise<void> {
    this.replicas.broadcast({ kind: 'sources_changed' });
    await this.builds.run();
    const [failure] = this.failures;
    if (failure !== undefined) throw failure;
  }

  private get servers(): readonly HostedServer[] {
    return this.host.servers.filter(({ base }) => base.sources.length > 0);
  }

  /** Does not throw. */
  private async build(): Promise<void> {
    clearTimeout(this.retry);
    await pause(Math.max(0, this.builtAt + MIN_INTERVAL_MS - performance.now()));
    const failures: Error[] = [];
    const failed = (error: unknown, what: string) => {
      failures.push(error instanceof Error ? error : new Error(messageOf(error)));
      this.logger.error(`${what}: ${messageOf(error)}. What was served before stays.`);
    };
    for (const server of this.servers) {
      await Promise.all(
        server.base.sources.map((source) =>
          this.ask(source).catch((error: unknown) => failed(error, source.constructor.name)),
        ),
      );
      await this.serve(server).catch((error: unknown) => failed(error, server.name ?? 'catalog'));
    }
    this.failures = failures;
    this.builtAt = performance.now();
    this.retryLater();
  }

  private async ask(source: FeatureSource): Promise<void> {
    const signal = AbortSignal.timeout(SOURCE_TIMEOUT_MS);
    const asked = Promise.resolve(source.features(signal));
    this.features.set(source, await withTimeout(SOURCE_TIMEOUT_MS, asked));
  }

  /** Builds a catalog beside the one that is served, and swaps them. */
  private async serve(server: HostedServer): Promise<void> {
    const builder = server.base.fork();
    const provided = server.base.sources.flatMap((source) => this.features.get(source) ?? []);
    if (provided.length > MAX_FEATURES) {
      throw new CatalogError(
        server.base.sources.map(({ constructor }) => constructor.name).join(', '),
        `${provided.length} features are more than the ${MAX_FEATURES} that a server may have`,
        'Offer fewer tools that take an argument more.',
      );
    }
    for (const [index, { declaration, handler, where }] of provided.entries()) {
      builder.add(declaration, handler, where);
      if (index % BATCH === BATCH - 1) await turn();
    }
    const catalog = builder.build();
    const changed = changedLists(server.catalog, catalog);
    server.serve(catalog);
    // Every replica says so after its own swap: the last notice comes when all have the new lists.
    if (!this.isStarting) for (const kind of changed) server.changes.publish({ kind });
  }

  /** What failed is asked again by itself; a wrong feature only when its source has changed. */
  private retryLater(): void {
    if (this.failures.every((failure) => failure instanceof CatalogError)) {
      this.retryMs = RETRY_MS;
      return;
    }
    this.retry = setTimeout(() => void this.builds.run(), this.retryMs).unref();
    this.retryMs = Math.min(this.retryMs * 2, MAX_RETRY_MS);
  }
}
