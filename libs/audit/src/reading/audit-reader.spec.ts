import { decodeCursor } from '@repo/database';
import { once } from 'node:events';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import type { AuditRecord } from '../record/audit-record';
import { auditSchema } from '../storage/audit-schema';
import { PostgresRecordStore } from '../storage/postgres-record-store';
import { aRecord, batchOf } from '../testing/record.fixture';
import type { AuditEntry } from './audit-entry';
import type { AuditFilter } from './audit-filter';
import { AuditReader } from './audit-reader';
import { exportStream } from './export/export-stream';

/** Over three months, several in the same millisecond. */
const records: AuditRecord[] = Array.from({ length: 1_300 }, (_, n) =>
  aRecord({
    at: Date.UTC(2026, 8, 1) + Math.floor(n / 4) * 6 * 3_600_000,
    name: `tool_${n % 10}`,
    kind: n % 100 === 0 ? 'prompt' : 'tool',
    principal: n % 7 === 0 ? '' : `user_${n % 3}`,
    clientId: `client_${n % 5}`,
    issuer: n % 4 === 0 ? '' : 'https://issuer.example',
    address: `192.0.2.${n % 6}`,
    era: n % 2 === 0 ? 'modern' : 'legacy',
    outcome: n % 50 === 0 ? 'refused' : 'ok',
    traceId: n === 77 ? 'b'.repeat(32) : null,
  }),
);

const newestFirst = [...records].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));

describe('the audit trail', () => {
  let database: TestDatabase;
  let reader: AuditReader;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [auditSchema] });
    reader = new AuditReader(database.dataSource);
    const store = new PostgresRecordStore(async () => database.url);
    await store.insert(batchOf(...records));
    await store.close();
  });
  afterAll(() => database.drop());

  async function allPages(filter: AuditFilter, limit: number): Promise<AuditEntry[]> {
    const read: AuditEntry[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor);
      const page = await reader.page({ filter, after, limit });
      expect(page.records.length).toBeLessThanOrEqual(limit);
      read.push(...page.records);
      cursor = page.next;
    }
    return read;
  }

  it.each([1_000, 99, 650])(
    'is read newest first, %d at a time, each record once',
    async (limit) => {
      const ids = (await allPages({}, limit)).map(({ id }) => id);
      expect(ids).toEqual(newestFirst.map(({ id }) => id));
    },
  );

  it.each<[AuditFilter, (record: AuditRecord) => boolean]>([
    [{ principal: '' }, ({ principal }) => principal === ''],
    [{ principal: 'user_1' }, ({ principal }) => principal === 'user_1'],
    [{ client: 'client_4' }, ({ clientId }) => clientId === 'client_4'],
    [
      { client: 'client_4', issuer: '' },
      ({ clientId, issuer }) => clientId === 'client_4' && issuer === '',
    ],
    [{ address: '192.0.2.5' }, ({ address }) => address === '192.0.2.5'],
    [{ name: 'tool_3' }, ({ name }) => name === 'tool_3'],
    [{ kind: 'prompt' }, ({ kind }) => kind === 'prompt'],
    [{ outcome: 'refused' }, ({ outcome }) => outcome === 'refused'],
    [{ outcome: 'timeout' }, () => false],
    [{ era: 'legacy' }, ({ era }) => era === 'legacy'],
    [{ traceId: 'b'.repeat(32) }, ({ traceId }) => traceId !== null],
    [
      { from: Date.UTC(2026, 8, 30), to: Date.UTC(2026, 9, 2), era: 'modern', name: 'tool_4' },
      ({ at, era, name }) =>
        at >= Date.UTC(2026, 8, 30) &&
        at < Date.UTC(2026, 9, 2) &&
        era === 'modern' &&
        name === 'tool_4',
    ],
  ])('has those that fit %j', async (filter, fits) => {
    const ids = (await allPages(filter, 50)).map(({ id }) => id);
    expect(ids).toEqual(newestFirst.filter(fits).map(({ id }) => id));
  });

  it('is exported whole, as lines of JSON or CSV', async () => {
    const textOf = async (format: 'ndjson' | 'csv') =>
      (await exportStream(reader.all({ filter: {}, limit: 1 }), format).toArray()).join('');
    const lines = (await textOf('ndjson')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(newestFirst.map(({ id }) => id));
    const [header, ...rows] = (await textOf('csv')).trimEnd().split('\r\n');
    expect(header).toMatch(/^id,at,kind/);
    expect(rows.map((row) => row.slice(0, 36))).toEqual(newestFirst.map(({ id }) => id));
  });

  it('is not read on when nobody takes an export any more', async () => {
    const query = jest.spyOn(database.dataSource, 'query');
    const stream = exportStream(reader.all({ filter: {}, limit: 1 }), 'csv');
    await stream[Symbol.asyncIterator]().next();
    stream.destroy();
    await once(stream, 'close');
    // One page, and perhaps the one after, of three.
    expect(query.mock.calls.length).toBeLessThan(3);
    query.mockRestore();
  });
});
