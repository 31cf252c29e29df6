import type { HealthIndicatorResult } from '@nestjs/terminus';

/** Resolves while it answers; rejects, soon, with words that everybody may read. */
type Ping = () => Promise<unknown>;

export type PartHealth = HealthIndicatorResult[string];

/**
 * The servers that a process works with, by their names. Their state is told in `/health`, in metrics
 * and by alerts, and is no part of readiness: no other replica would do better without them.
 */
export class Dependencies {
  constructor(private readonly pings: Readonly<Record<string, Ping>>) {}

  async health(): Promise<Record<string, PartHealth>> {
    const entries = Object.entries(this.pings).map(async ([name, ping]) => {
      const health = await ping().then(
        (): PartHealth => ({ status: 'up' }),
        ({ message }: Error): PartHealth => ({ status: 'down', message }),
      );
      return [name, health] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }
}
