import type { Cluster, Redis } from 'ioredis';

const TIMEOUT_MS = 2000;

/** Lets what was sent be answered and closes the connection; one that is away is closed at once. */
export async function closeRedis(connection: Redis | Cluster): Promise<void> {
  if (connection.status === 'end') return;
  if (connection.status !== 'ready') {
    connection.disconnect();
    return;
  }
  const ended = new Promise((resolve) => connection.once('end', resolve));
  const timer = setTimeout(() => connection.disconnect(), TIMEOUT_MS);
  connection.quit().catch(() => connection.disconnect());
  await ended;
  clearTimeout(timer);
}
