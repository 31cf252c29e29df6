import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { freePort, until } from '@repo/foundation/testing';
import { SpawnedWorker } from './testing/spawned-worker.fixture';

const ROOT = join(__dirname, '../../..');
const ALL_DAY = `['00:00-12:00', '12:00-24:00']`;

/** What `npm run dev` serves, with `deploy/scaling.yaml` but for the port and the hours. */
describe('an api and a worker with nothing configured', () => {
  let database: TestDatabase;
  let folder: string;
  let api: ChildProcess;
  let worker: SpawnedWorker;
  let url: string;
  beforeAll(async () => {
    database = await withTestDatabase();
    folder = mkdtempSync(join(tmpdir(), 'local-'));
    // The api keeps its address when it turns from one process to several, so it needs a certain one.
    api = spawnApi(database.url, folder, await freePort());
    url = await listening(api);
    writeRules(ALL_DAY);
    worker = new SpawnedWorker({
      DATABASE_URL: database.url,
      SCALING_CONFIG: join(folder, 'scaling.yaml'),
    });
  });
  afterAll(async () => {
    const ended = once(api, 'exit');
    api.kill('SIGTERM');
    await Promise.all([worker.kill('SIGTERM'), ended]);
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  function writeRules(hours: string): void {
    const rules = readFileSync(join(ROOT, 'deploy/scaling.yaml'), 'utf8')
      .replace('http://127.0.0.1:8000', url)
      .replace(/weekdays: .*/, `weekdays: ${hours}`)
      .replace(/weekends: .*/, `weekends: ${hours}`)
      .replace(/holidays:\n( .*\n)*/, '');
    writeFileSync(join(folder, 'scaling.yaml'), rules);
  }

  /** None in the moment between one process and several. */
  const size = async (): Promise<unknown> => {
    const answer = await fetch(`${url}/admin/scaling/process`).catch(() => undefined);
    return answer?.json();
  };

  it('have two processes in business hours, and one with a small pool outside of them', async () => {
    await until(async () => isEqual(await size(), { desired: 2, ready: 2 }, 10));
    writeRules('[]');
    await until(async () => isEqual(await size(), { desired: 1, ready: 1 }, 2));
    writeRules(ALL_DAY);
    await until(async () => isEqual(await size(), { desired: 2, ready: 2 }, 10));
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });
});

function isEqual(size: unknown, workers: object, poolSize: number): boolean {
  return JSON.stringify(size) === JSON.stringify({ workers, poolSize });
}

function spawnApi(databaseUrl: string, folder: string, port: number): ChildProcess {
  const source = join(ROOT, 'apps/api/src');
  const typescript = [
    ...['--conditions', '@repo/source', '-r', require.resolve('@swc-node/register')],
  ];
  return spawn(process.execPath, [...typescript, join(source, 'main.ts')], {
    env: {
      PATH: process.env['PATH'],
      TS_NODE_PROJECT: join(ROOT, 'apps/api/tsconfig.json'),
      // Where the admin API is open to this machine.
      ENVIRONMENT: 'development',
      PORT: String(port),
      // The test asks more often than anybody should.
      RATE_LIMIT_REQUESTS: '1000000',
      DATABASE_URL: databaseUrl,
    },
    // Not where somebody has an .env file.
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Resolves with the address that it logs. */
async function listening(api: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    api.once('exit', (code) => reject(new Error(`The api ended with ${code}:\n${said}`)));
    api.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = /listening on (http:\/\/[^ "]+)/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}
