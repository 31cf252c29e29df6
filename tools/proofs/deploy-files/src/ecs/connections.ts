import type { EcsEnvironment } from '@repo/platform/src/platforms/ecs/environment-file';

/** GiB of memory by the size of an instance, in the families t, m and r. */
const gibOf: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  t: { nano: 0.5, micro: 1, small: 2, medium: 4, large: 8, xlarge: 16, '2xlarge': 32 },
  m: { large: 8, xlarge: 16, '2xlarge': 32, '4xlarge': 64 },
  r: { large: 16, xlarge: 32, '2xlarge': 64, '4xlarge': 128 },
};

/** Beside its pool: the audit's own connection, and that of a lock or a check. */
const BESIDE_POOL = 2;
/** Kept for superusers of PostgreSQL and of RDS. */
const RESERVED = 5;
const MAX_CONNECTIONS = 5_000;

/**
 * How many connections the tasks of all apps may open while a roll-out runs old and new side by
 * side, and how many the database gives: RDS sets max_connections to DBInstanceClassMemory/9531392,
 * which is about 70 % of the memory of the class.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
 */
export function connectionsOf(
  { database: { instance, poolSize }, sizes: { worker, ...servers } }: EcsEnvironment,
  { workers }: { readonly workers: number },
) {
  const [family = '', size = ''] = instance.split('.');
  const gib = gibOf[family.charAt(0)]?.[size];
  if (gib === undefined) throw new Error(`Add the memory of ${instance} to this table.`);
  const tasks = Object.values(servers).reduce((sum, { max }) => sum + max, 0);
  const processes = tasks * workers + worker.max;
  const maxConnections = Math.min(Math.floor((0.7 * gib * 2 ** 30) / 9_531_392), MAX_CONNECTIONS);
  return {
    wanted: 2 * processes * (poolSize + BESIDE_POOL),
    allowed: maxConnections - RESERVED,
  };
}
