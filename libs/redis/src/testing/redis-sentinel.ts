import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { RedisServer } from './redis-server';

/** Milliseconds between two looks whether the replica has all. */
const LOOK_MS = 20;

/** By default a primary waits 5 s for more replicas before it gives one its data. */
const AT_ONCE = ['--repl-diskless-sync-delay', '0'];

/** A primary with one replica, and a Sentinel that promotes it 0.2 s after the primary has gone. */
export class RedisSentinel {
  readonly primary = new RedisServer({ args: AT_ONCE });
  private replica?: RedisServer;
  private sentinel?: RedisServer;
  private folder?: string;

  /** For `REDIS_URL`. */
  get url(): string {
    return `redis+sentinel://127.0.0.1:${this.sentinelPort}/main/0`;
  }

  get sentinelPort(): number {
    return this.sentinel?.port ?? 0;
  }

  /** Resolves when the replica follows its primary and the Sentinel knows both. */
  async start(): Promise<void> {
    await this.primary.start();
    const { port } = this.primary;
    this.replica = new RedisServer({ args: ['--replicaof', '127.0.0.1', `${port}`] });
    await this.replica.start();
    // A Sentinel asks for replicas when it starts, and then every 10 s.
    await this.until(this.primary, 'INFO', /state=online/);
    this.folder = await mkdtemp(join(tmpdir(), 'acme-sentinel-'));
    const file = join(this.folder, 'sentinel.conf');
    writeFileSync(
      file,
      [
        `sentinel monitor main 127.0.0.1 ${port} 1`,
        'sentinel down-after-milliseconds main 200',
        'sentinel failover-timeout main 2000',
        '',
      ].join('\n'),
    );
    this.sentinel = new RedisServer({ args: [file, '--sentinel'] });
    await this.sentinel.start();
    await this.until(this.sentinel, 'INFO', /slaves=1/);
  }

  async remove(): Promise<void> {
    await Promise.all(
      [this.sentinel, this.replica, this.primary].map(async (server) => server?.remove()),
    );
    if (this.folder !== undefined) await rm(this.folder, { recursive: true });
  }

  private async until({ port }: RedisServer, command: string, said: RegExp): Promise<void> {
    const client = new Redis(port, '127.0.0.1');
    while (!said.test(String(await client.call(command)))) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    client.disconnect();
  }
}
