import { performance } from 'node:perf_hooks';
import { type AuditFilter, AuditReader, auditSchema, exportStream } from '@repo/audit';
import { addPartition, monthOf, pageQuery } from '@repo/audit/testing';
import { decodeCursor } from '@repo/database';
import { withTestDatabase } from '@repo/database/testing';
import holdTestServer from '@repo/database/testing/hold-test-server';

/**
 * Reads pages and exports of a trail of a million records, and prints how long that took, which index
 * was used and how much memory an export needs: `npx nx bench audit`.
 */
const RECORDS = 1_000_000;
const DAYS = 90;
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 7, 1);
const ROUNDS = 20;
/** Of an export of all records as NDJSON, about. */
const QUARTER_BYTES = 96_000_000;

/** Skewed as calls are: some callers and tools are everywhere, others nearly nowhere. */
const FILL = `
  INSERT INTO audit_record
  SELECT gen_random_uuid(), to_timestamp($1::float8) + n * interval '1 second' * $2::float8,
    random() * 20, 40, 400,
    CASE WHEN n % 1000 = 0 THEN 'prompt' WHEN n % 50 = 0 THEN 'resource' ELSE 'tool' END,
    'tool_' || floor(power(random(), 3) * 200)::int, n::text,
    md5(n::text), 'user_' || floor(power(random(), 3) * 5000)::int,
    'client_' || floor(power(random(), 2) * 50)::int, 'inspector 1.0.0',
    CASE WHEN n % 10000 = 0 THEN 'legacy' ELSE 'modern' END,
    CASE WHEN n % 5000 = 0 THEN 'timeout' WHEN n % 100 = 0 THEN 'tool_error' ELSE 'ok' END,
    '{"number":"7","note":"a short text"}', NULL, 'https://issuer.example',
    '192.0.2.' || floor(power(random(), 2) * 250)::int
  FROM generate_series(0, $3::int - 1) n`;

const at = (day: number) => START + day * DAY_MS;
const cases: Record<string, AuditFilter> = {
  'no filter': {},
  'one day': { from: at(40), to: at(41) },
  'a frequent principal': { principal: 'user_0' },
  'a rare principal': { principal: 'user_4990' },
  'a client': { client: 'client_49' },
  'an address': { address: '192.0.2.240' },
  'a tool': { name: 'tool_150' },
  'a tool and its errors': { name: 'tool_0', outcome: 'tool_error' },
  prompts: { kind: 'prompt' },
  'time-outs': { outcome: 'timeout' },
  'prompts that timed out': { kind: 'prompt', outcome: 'timeout' },
  'the legacy era': { era: 'legacy' },
  'a trace': { traceId: 'c4ca4238a0b923820dcc509a6f75849b' },
  'no such tool': { name: 'none' },
};

async function main(): Promise<void> {
  await holdTestServer();
  const database = await withTestDatabase({ features: [auditSchema] });
  const { dataSource } = database;
  try {
    await dataSource.query('SET statement_timeout = 0');
    for (let month = monthOf(START); month.from < at(DAYS); month = monthOf(month.to)) {
      await dataSource.query(addPartition(month));
    }
    await fill((text, values) => dataSource.query(text, values));
    const reader = new AuditReader(dataSource);
    console.log('| filter | median ms | slowest ms | index |\n| - | - | - | - |');
    for (const [name, filter] of Object.entries(cases)) {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const began = performance.now();
        await reader.page({ filter, limit: 100 });
        times.push(performance.now() - began);
      }
      const { text, values } = pageQuery(filter, undefined, 101);
      const plan = await dataSource.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${text}`, [
        ...values,
      ]);
      const used = plan
        .map((row) =>
          /Index (?:Only )?Scan.* using (\w+)|Bitmap Index Scan on (\w+)|(Seq Scan)/.exec(
            row['QUERY PLAN'],
          ),
        )
        .find((found) => found !== null);
      const index = used?.slice(1).find((found) => found !== undefined) ?? '?';
      times.sort((a, b) => a - b);
      console.log(`| ${name} | ${ms(times[ROUNDS / 2])} | ${ms(times.at(-1))} | ${index} |`);
    }
    await deepPage(reader);
    await exportAll(reader);
  } finally {
    await database.drop();
  }
}

async function fill(query: (text: string, values?: unknown[]) => Promise<unknown>): Promise<void> {
  const began = performance.now();
  const step = RECORDS / 10;
  for (let part = 0; part < 10; part += 1) {
    const from = (at(0) + (part * DAYS * DAY_MS) / 10) / 1_000;
    await query(FILL, [from, (DAYS * 86_400) / RECORDS, step]);
  }
  await query('ANALYZE audit_record');
  console.log(`${RECORDS} records in ${Math.round((performance.now() - began) / 1_000)} s`);
}

/** A page far back costs what the first one does. */
async function deepPage(reader: AuditReader): Promise<void> {
  const page = await reader.page({ filter: { to: at(5) }, limit: 1 });
  const after = decodeCursor(page.next ?? '');
  const began = performance.now();
  await reader.page({ filter: {}, after, limit: 100 });
  console.log(`a page 950,000 records back: ${ms(performance.now() - began)} ms`);
}

async function exportAll(reader: AuditReader): Promise<void> {
  let bytes = 0;
  const peaks = [0, 0, 0, 0];
  const began = performance.now();
  for await (const chunk of exportStream(reader.all({ filter: {}, limit: 1 }), 'ndjson')) {
    bytes += (chunk as Buffer).length;
    const quarter = Math.min(3, Math.floor(bytes / QUARTER_BYTES));
    peaks[quarter] = Math.max(peaks[quarter] ?? 0, process.memoryUsage().rss);
  }
  const seconds = (performance.now() - began) / 1_000;
  const memory = peaks.map((peak) => Math.round(peak / 1e6)).join(', ');
  console.log(`export: ${Math.round(bytes / 1e6)} MB in ${seconds.toFixed(1)} s`);
  console.log(`memory of the process at most, in each quarter of it: ${memory} MB`);
}

function ms(value = NaN): string {
  return value.toFixed(1);
}

void main();
