import type { Cluster, Redis } from 'ioredis';

/** Resolves when the connection is ready, its first attempt has failed, or the time is up. */
export async function firstContact(connection: Redis | Cluster, timeoutMs: number): Promise<void> {
  if (connection.status === 'ready') return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const event of events) connection.off(event, done);
      resolve();
    };
    const events = ['ready', 'error', 'end'] as const;
    const timer = setTimeout(done, timeoutMs);
    for (const event of events) connection.on(event, done);
  });
}
