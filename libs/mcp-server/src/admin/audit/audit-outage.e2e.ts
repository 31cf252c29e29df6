import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withTestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { Load } from '../../testing/load.fixture';
import { Spawned } from '../../testing/spawned.fixture';

const ENVIRONMENT = {
  ENVIRONMENT: 'development',
  PORT: '0',
  RATE_LIMIT_REQUESTS: '1000000',
  // What is under way when it is told to stop takes its time on a busy machine.
  SHUTDOWN_GRACE: '90s',
};

// An api compiled on the fly, the recoveries of PostgreSQL and hundreds of calls take their CPU time.
jest.setTimeout(600_000);

/** The url of an api that has started. */
async function listening(api: Spawned): Promise<string> {
  const [, url] = await api.output(/listening on (http:\/\/[\d.:]+)/);
  return url ?? '';
}

/** The value of a metric, all labels added up. */
async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)$`, 'gm'))];
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}

describe('the audit trail of an api whose PostgreSQL is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  let api: Spawned;
  let load: Load | undefined;
  beforeAll(() => {
    // PostgreSQL runs as another user where this is root.
    chmodSync(folder, 0o711);
    api = new Spawned('cluster/main.fixture.ts', [], ENVIRONMENT, folder);
  });
  afterAll(async () => {
    await load?.end();
    api.kill('SIGTERM');
    await api.ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('has every call of 200 a second, and no call fails', async () => {
    const url = await listening(api);
    load = new Load(url, 'repeat', { times: 1 }, 200);
    let killed: number | undefined;
    for (const stored of [50, 150, 250, 350, 450]) {
      await until(async () => (await metric(url, 'audit_records_stored_total')) >= stored);
      // The file of a killed server stays until the next has started.
      let found: number | undefined;
      await until(() => {
        found = postmasterIn(folder);
        return found !== undefined && found !== killed;
      });
      killed = found;
      process.kill(killed!, 'SIGKILL');
    }
    expect(api.stdout).toContain('Audit records wait in memory');
    const { sent, succeeded, failures } = await load.end();
    expect([failures.slice(0, 3), succeeded]).toEqual([[], sent]);

    await until(async () => (await recorded(url)) === sent);
    expect(await metric(url, 'audit_records_dropped_total')).toBe(0);
    expect(await metric(url, 'audit_records_stored_total')).toBe(sent);
  });

  async function recorded(url: string): Promise<number> {
    const answer = await fetch(`${url}/admin/audit?format=ndjson&name=repeat`);
    return answer.ok ? (await answer.text()).split('\n').length - 1 : 0;
  }
});

/** The process of the embedded PostgreSQL; killed, it is started anew by the api that holds it. */
function postmasterIn(folder: string): number | undefined {
  const path = join(folder, '.data', 'postgres', 'data', 'postmaster.pid');
  try {
    // Empty in the moment in which it is made.
    return Number(readFileSync(path, 'utf8').split('\n', 1)[0]) || undefined;
  } catch {
    return undefined;
  }
}

describe('the audit trail of an api that is told to stop under load', () => {
  it.each(['best-effort', 'strict'])('has every call, with AUDIT=%s', async (AUDIT) => {
    const database = await withTestDatabase();
    const environment = { ...ENVIRONMENT, AUDIT, DATABASE_URL: database.url };
    const api = new Spawned('cluster/main.fixture.ts', [], environment);
    const url = await listening(api);
    const load = new Load(url, 'repeat', { times: 1 }, 500);
    await until(async () => (await metric(url, 'audit_records_stored_total')) > 300);
    api.kill('SIGTERM');
    expect(await api.ended).toBe(0);
    const { answered, succeeded, sent } = await load.end();
    expect(sent).toBeGreaterThan(succeeded);

    const [row] = await database.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM audit_record`,
    );
    expect(row?.count).toBe(answered);
    await database.drop();
  });
});
