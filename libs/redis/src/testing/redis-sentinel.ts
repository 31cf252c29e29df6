import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { RedisServer } from './redis-server';
import { until } from '@repo/foundation/testing';

/**
 * Milliseconds without an answer after which the Sentinel takes the primary for gone: longer than a
 * busy machine keeps it waiting while it is there, and short once it was killed.
 */
const DOWN_AFTER_MS = { there: 60_000, killed: 200 };

/** By default a primary waits 5 s for more replicas before it gives one its data. */
const AT_ONCE = ['--repl-diskless-sync-delay', '0'];

/** A primary with one replica, and a Sentinel that promotes it when the primary was killed. */
export class RedisSentinel {
  private readonly primary = new RedisServer({ args: AT_ONCE });
  private replica?: RedisServer;
  private sentinel?: RedisServer;
  private folder?: string;

  /** For `REDIS_URL`. */
  get url(): string {
    return `redis+sentinel://127.0.0.1:${this.sentinelPort}/main/0`;
  }

  /** Of the primary that it begins with, for `REDIS_URL`. */
  get primaryUrl(): string {
    return this.primary.url;
  }

  private get sentinelPort(): number {
    return this.sentinel?.port ?? 0;
  }

  /** The Sentinel promotes the replica soon after. */
  async killPrimary(): Promise<void> {
    const client = new Redis(this.sentinelPort, '127.0.0.1');
    await client.call('SENTINEL', 'SET', 'main', 'down-after-milliseconds', DOWN_AFTER_MS.killed);
    client.disconnect();
    await this.primary.kill();
  }

  /** Resolves when the replica follows its primary and the Sentinel knows both. */
  async start(): Promise<void> {
    await this.primary.start();
    const { port } = this.primary;
    this.replica = new RedisServer({ args: ['--replicaof', '127.0.0.1', `${port}`] });
    await this.replica.start();
    // A Sentinel asks for replicas when it starts, and then every 10 s.
    await this.says(this.primary, 'INFO', /state=online/);
    this.folder = await mkdtemp(join(tmpdir(), 'sentinel-'));
    const file = join(this.folder, 'sentinel.conf');
    writeFileSync(
      file,
      [
        `sentinel monitor main 127.0.0.1 ${port} 1`,
        `sentinel down-after-milliseconds main ${DOWN_AFTER_MS.there}`,
        'sentinel failover-timeout main 2000',
        '',
      ].join('\n'),
    );
    this.sentinel = new RedisServer({ args: [file, '--sentinel'] });
    await this.sentinel.start();
    await this.says(this.sentinel, 'INFO', /slaves=1/);
  }

  async remove(): Promise<void> {
    await Promise.all(
      [this.sentinel, this.replica, this.primary].map(async (server) => server?.remove()),
    );
    if (this.folder !== undefined) await rm(this.folder, { recursive: true });
  }

  private async says({ port }: RedisServer, command: string, said: RegExp): Promise<void> {
    const client = new Redis(port, '127.0.0.1');
    try {
      await until(
        async () => said.test(String(await client.call(command))),
        `${command} to say ${said}`,
      );
    } finally {
      client.disconnect();
    }
  }
}
