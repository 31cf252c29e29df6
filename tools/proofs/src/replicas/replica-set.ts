import { setTimeout as pause } from 'node:timers/promises';
import { type FixtureHost, startFixtureHost } from '@repo/api-e2e';
import { heldMemory, MEASURABLE } from './held-memory';
import type { Passages } from './passages';
import { RoundRobinProxy } from './round-robin.proxy';

/** Milliseconds between two looks of the balancer at each replica. */
const LOOK_MS = 50;

/** All replicas sign with the same: `requestState` travels from one to another. */
const SECRET = 'a secret that the replicas of these tests share';

/** Several hosts on one Redis, behind a balancer that asks each whether it can take calls. */
export class ReplicaSet {
  private readonly proxy = new RoundRobinProxy();
  private readonly hosts: (FixtureHost | undefined)[];
  private readonly stopping = new Set<number>();
  private readonly looking = setInterval(() => void this.look(), LOOK_MS);
  url!: URL;

  private constructor(
    size: number,
    private readonly settings: Record<string, string>,
    private readonly bundle: string | undefined,
  ) {
    this.hosts = new Array<undefined>(size).fill(undefined);
  }

  /** @param bundle the program, where it is not the host of the fixtures */
  static async start(
    size: number,
    settings: Record<string, string>,
    bundle?: string,
  ): Promise<ReplicaSet> {
    const replicaSettings = {
      AUDIT: 'off',
      JWT_SECRET: SECRET,
      // Long enough for several looks of the balancer.
      SHUTDOWN_DELAY: '1s',
      // Without source maps: the first error would read them, and keep 10 MiB.
      NODE_OPTIONS: MEASURABLE,
      ...settings,
    };
    const set = new ReplicaSet(size, replicaSettings, bundle);
    try {
      await Promise.all(set.hosts.map((_, index) => set.startOne(index)));
      while (set.proxy.targets.length < size) await set.look();
      set.url = await set.proxy.listen();
      return set;
    } catch (error) {
      await set.stop();
      throw error;
    }
  }

  /** What went through which replica. */
  get passages(): Passages {
    return this.proxy.passages;
  }

  /**
   * Without a goodbye.
   *
   * @returns the port that it had
   */
  async kill(index: number): Promise<number> {
    const host = this.hosts[index];
    if (host?.process.pid !== undefined) process.kill(host.process.pid, 'SIGKILL');
    await host?.process.exited;
    this.hosts[index] = undefined;
    return Number(host?.url.port);
  }

  /** In good order. @returns all that it wrote */
  async stopOne(index: number): Promise<string> {
    const { process } = this.hosts[index] ?? {};
    this.stopping.add(index);
    await process?.stop(30_000);
    this.hosts[index] = undefined;
    this.stopping.delete(index);
    return process?.output ?? '';
  }

  /** Whether each says that it can take calls; undefined for one that was told to stop. */
  readiness(): Promise<(boolean | undefined)[]> {
    return Promise.all(
      this.hosts.map(async (host, index) =>
        host === undefined || this.stopping.has(index) ? undefined : isReady(host),
      ),
    );
  }

  async startOne(index: number): Promise<void> {
    this.hosts[index] = await startFixtureHost(this.settings, this.bundle);
    await this.look();
  }

  /** The bytes that each replica holds. */
  memory(): Promise<number[]> {
    return Promise.all(this.hosts.flatMap((host) => (host === undefined ? [] : heldMemory(host))));
  }

  async stop(): Promise<void> {
    clearInterval(this.looking);
    this.proxy.close();
    await Promise.all(this.hosts.map((_, index) => this.stopOne(index)));
  }

  private async look(): Promise<void> {
    const ports = await Promise.all(
      this.hosts.map(async (host) => {
        if (host === undefined) return [];
        return (await isReady(host)) ? [Number(host.url.port)] : [];
      }),
    );
    if (ports.flat().length > 0) this.proxy.targets = ports.flat();
  }
}

function isReady({ url }: FixtureHost): Promise<boolean> {
  return fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(2_000) }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );
}

/** Waits, in chaos: there is no condition to wait for. */
export const seconds = (count: number): Promise<void> => pause(count * 1_000);
