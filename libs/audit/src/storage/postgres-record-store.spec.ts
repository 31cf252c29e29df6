import { identity } from '@repo/config';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { argumentPolicy } from '../arguments/argument-policy';
import { AuditReader } from '../reading/audit-reader';
import { storableText } from '../record/storable-text';
import { aRecord, batchOf } from '../testing/record.fixture';
import { auditSchema } from './audit-schema';
import { PostgresRecordStore } from './postgres-record-store';
import { UnstorableError } from './record-store';

describe('the store of records', () => {
  let database: TestDatabase;
  let store: PostgresRecordStore;
  let reader: AuditReader;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [auditSchema] });
    store = new PostgresRecordStore(async () => database.url);
    reader = new AuditReader(database.dataSource);
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const stored = async (name: string) =>
    (await reader.page({ filter: { name }, limit: 1_000 })).records;

  it('gives back what it was given, in partitions that it makes itself', async () => {
    const traceId = 'a'.repeat(32);
    const first = aRecord({ name: 'first', at: Date.UTC(2026, 0, 31, 23, 59, 59, 999), traceId });
    const second = aRecord({ name: 'first', at: Date.UTC(2026, 1, 1), arguments: null });
    await store.insert(batchOf(first, second));
    expect(await stored('first')).toEqual([
      expect.objectContaining({ id: second.id, at: '2026-02-01T00:00:00.000Z', arguments: null }),
      {
        id: first.id,
        at: '2026-01-31T23:59:59.999Z',
        kind: 'tool',
        name: 'first',
        requestId: '1',
        traceId,
        principal: 'alice',
        client: 'backoffice',
        issuer: 'https://issuer.example',
        address: '192.0.2.7',
        software: 'inspector 1.0.0',
        era: 'modern',
        outcome: 'ok',
        detail: null,
        durationMs: 1.25,
        bytesIn: 14,
        bytesOut: 120,
        arguments: { number: '7' },
        count: 1,
      },
    ]);
  });

  it('stores a record once, however often it is told to', async () => {
    const records = [aRecord({ name: 'again' }), aRecord({ name: 'again' })];
    await store.insert(batchOf(...records));
    await store.insert(batchOf(...records));
    expect(await stored('again')).toHaveLength(2);
  });

  it('stores what means harm as it is, or made harmless', async () => {
    const hostile = [
      "'; DROP TABLE audit_record; --",
      '{"a", NULL, \\"}',
      'NULL',
      '\\',
      '',
      '\u{202E}😀\n\t',
      storableText('NUL \0, half \uD800', 100),
      storableText('x'.repeat(1_000_000), 256),
    ];
    const policy = argumentPolicy('full');
    const input = (text: string) => policy({ [text]: [text, -0, 1e308, 5e-324, null] }).json;
    const records = hostile.map((text) =>
      aRecord({ name: text, principal: text, software: text, arguments: input(text) }),
    );
    await store.insert(batchOf(...records));
    for (const text of hostile) {
      expect(await stored(text)).toMatchObject([{ name: text, principal: text, software: text }]);
    }
  });

  it('takes the deepest and the largest arguments that a policy lets pass', async () => {
    const policy = argumentPolicy('full');
    const deep: unknown = JSON.parse(`${'['.repeat(1_020)}${']'.repeat(1_020)}`);
    const large = { data: 'ä'.repeat(1_000_000), list: Array(100_000).fill('"') };
    await store.insert(
      batchOf(
        aRecord({ name: 'deep', arguments: policy(deep).json }),
        aRecord({ name: 'large', arguments: policy(large).json, bytesIn: 2_147_483_647 }),
      ),
    );
    expect(await stored('deep')).toHaveLength(1);
    expect(await stored('large')).toHaveLength(1);
  });

  it('says so when a record is at fault, and is of use after', async () => {
    const poison = aRecord({ arguments: '{' });
    const batch = batchOf(aRecord({ name: 'with poison' }), poison);
    await expect(store.insert(batch)).rejects.toThrow(UnstorableError);
    expect(await stored('with poison')).toEqual([]);
    await store.insert(batchOf(aRecord({ name: 'after poison' })));
    expect(await stored('after poison')).toHaveLength(1);
  });

  it('says so when the database is at fault, and comes back with it', async () => {
    await store.insert(batchOf(aRecord()));
    await database.dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${identity.serviceName} audit' AND datname = current_database()`,
    );
    const record = aRecord({ name: 'after a cut' });
    await store.insert(batchOf(record)).catch((error: unknown) => {
      expect(error).not.toBeInstanceOf(UnstorableError);
      return store.insert(batchOf(record));
    });
    expect(await stored('after a cut')).toHaveLength(1);
  });
});
