import { markdownTable } from '../api-benchmark/report/markdown-table';
import type { TaskCluster } from './task-cluster';

const SIZES = [10_000, 100_000] as const;
const TIMES = 20;

/** The statements of libs/tasks whose cost could grow with the table; $ids are filled in. */
const STATEMENTS: readonly [name: string, statement: string][] = [
  ['a task by its id', `SELECT * FROM task WHERE id = '$id' AND expires_at > now()`],
  [
    'a look at runs',
    `SELECT run, cancelled FROM task WHERE id = ANY('{$id}') AND run = ANY('{$id}')`,
  ],
  [
    'the limit of a caller',
    `SELECT count(*) FROM (SELECT 1 FROM task WHERE counted_as = 'Ada'
       AND status IN ('working', 'input_required') LIMIT 100) open`,
  ],
  [
    'the newest 50 of an owner',
    `SELECT id, created_at FROM task WHERE owner = 'Ada' AND expires_at > now()
       ORDER BY created_at DESC, id DESC LIMIT 50`,
  ],
  [
    'a sweep that finds nothing',
    `SELECT id FROM task WHERE app = 'tasks-host' AND due_at < now() ORDER BY due_at LIMIT 500
       FOR UPDATE SKIP LOCKED`,
  ],
  [
    'what is over, where nothing is',
    `SELECT id FROM task WHERE expires_at < now() ORDER BY expires_at LIMIT 500
       FOR UPDATE SKIP LOCKED`,
  ],
];

/** What PostgreSQL takes for each, as a table. */
export async function statementTimes(cluster: TaskCluster): Promise<string> {
  const cells = new Map<string, string[]>(STATEMENTS.map(([name]) => [name, []]));
  for (const size of SIZES) {
    await fill(cluster, size);
    for (const [name, statement] of STATEMENTS) {
      cells.get(name)?.push(await timeOf(cluster, statement));
    }
  }
  return markdownTable(
    [
      { heading: 'statement', align: 'left', cell: ([name]) => name },
      ...SIZES.map((size, index) => ({
        heading: `${size.toLocaleString('en')} rows, ms`,
        cell: ([, times]: [string, string[]]) => times[index] ?? '',
      })),
    ],
    [...cells],
  );
}

async function fill(cluster: TaskCluster, size: number): Promise<void> {
  await cluster.query(`TRUNCATE task`);
  await cluster.query(
    `INSERT INTO task (id, app, server, tool, owner, counted_as, client, params, answers, status,
       timeout_ms, tries, attempt, seq, due_at, cancelled, dead, created_at, updated_at, expires_at)
     SELECT gen_random_uuid(), 'tasks-host', '', 'work', CASE WHEN n % 10 = 0 THEN 'Ada' ELSE 'Bob' || n % 50 END,
       CASE WHEN n % 10 = 0 THEN 'Ada' ELSE 'Bob' END, repeat('c', 300), repeat('p', 300), '{}',
       CASE WHEN n % 10 = 0 THEN 'working' ELSE 'completed' END, 1, 1, 0, 0,
       CASE WHEN n % 10 = 0 THEN now() + interval '1 hour' END, false, false,
       now() - n * interval '1 second', now(), now() + interval '1 day'
     FROM generate_series(1, $1::integer) n`,
    [size],
  );
  await cluster.query(`ANALYZE task`);
}

/** @returns the median, and whether all rows were read */
async function timeOf(cluster: TaskCluster, statement: string): Promise<string> {
  const [some] = await cluster.query<{ id: string }>(`SELECT id FROM task LIMIT 1`);
  const explained = `EXPLAIN (ANALYZE, FORMAT JSON) ${statement.replaceAll('$id', some?.id ?? '')}`;
  const times: number[] = [];
  let plan = '';
  for (let count = 0; count < TIMES; count += 1) {
    const [row] = await cluster.query<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(explained);
    const [found] = row!['QUERY PLAN'];
    times.push(found['Execution Time']);
    plan = JSON.stringify(found);
  }
  const ms = times.sort((one, other) => one - other)[TIMES / 2] ?? NaN;
  // A limit that is reached on the first pages reads them as they are.
  const reads = /"Node Type":"Seq Scan"/.test(plan) ? ', scan' : '';
  return `${ms.toFixed(2)}${reads}`;
}
