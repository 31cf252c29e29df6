import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { OtlpReceiver } from '@repo/telemetry/testing';
import { answerOf, modernRequest, post } from '@repo/api-e2e';
import { builtApp, TracedProcess } from './traced-host';

const PRELOAD = ['--require', join(__dirname, 'loaded-modules.cjs')];

/** OpenTelemetry's API is a few interfaces; whatever else it has costs. */
const SDK = /node_modules\/@opentelemetry\/(?!api\/)/;

describe('the built api', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await withTestDatabase();
    folder = mkdtempSync(join(tmpdir(), 'modules-'));
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  async function loadedBy(settings: Record<string, string>): Promise<readonly string[]> {
    const file = join(folder, 'loaded.json');
    const environment = { DATABASE_URL: database.url, LOADED_MODULES: file, ...settings };
    const api = await TracedProcess.start(builtApp('api'), environment, PRELOAD);
    const call = modernRequest(1, 'tools/call', { name: 'process_data', arguments: { data: 'a' } });
    expect(answerOf(await post(new URL('/mcp', api.url), call))).toHaveProperty('result');
    expect(await api.stop()).toBe(0);
    return JSON.parse(readFileSync(file, 'utf8')) as string[];
  }

  it('loads nothing of an SDK while tracing is off', async () => {
    expect((await loadedBy({})).filter((module) => SDK.test(module))).toEqual([]);
  });

  it('loads it while tracing is on', async () => {
    const receiver = await OtlpReceiver.start();
    const loaded = await loadedBy(receiver.environment);
    expect(loaded.some((module) => SDK.test(module))).toBe(true);
    expect(receiver.named('tools/call process_data')).toBeDefined();
    await receiver.stop();
  });
});
