import { until } from '@repo/foundation/testing';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { databaseFeatures } from '../../database-features';
import { CALL_HEADERS, modernMessage } from '../../testing/call-message';
import { Spawned } from '../../testing/spawned.fixture';
import { textIn, type Waiting } from './approvals.fixture';
import { TASKS, type Answer } from './task-client.fixture';

const KEY = 'the-key-of-this-test';

/** A server as a process of its own. */
class Process {
  private constructor(
    private readonly process: Spawned,
    readonly url: string,
  ) {}

  static async start(environment: Record<string, string>): Promise<Process> {
    const settings = { PORT: '0', HOST: '127.0.0.1', API_KEY: KEY, AUTH_PROVIDERS: 'none' };
    const process = new Spawned('mcp/tasks/approval-main.fixture.ts', [], {
      ...settings,
      ...environment,
    });
    const [, url = ''] = await process.output(/listening on (http:\/\/[^ "]+)/);
    return new Process(process, url);
  }

  /** @throws {Error} it was answered with no success */
  async json<T>(path: string, credential: string, body?: object, headers = {}): Promise<T> {
    const answer = await fetch(this.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${credential}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  }

  ask(credential: string, method: string, params: Record<string, unknown>): Promise<Answer> {
    const name = String(params['name'] ?? params['taskId']);
    const headers = { ...CALL_HEADERS, 'mcp-method': method, 'mcp-name': name };
    return this.json('/mcp', credential, modernMessage(method, params, TASKS), headers);
  }

  /** The key of a new client with these scopes. */
  async key(name: string, ...scopes: string[]): Promise<string> {
    const { id } = await this.json<{ id: string }>('/admin/clients', KEY, { name, scopes });
    return (await this.json<{ key: string }>(`/admin/clients/${id}/keys`, KEY, { name })).key;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.process.kill(signal);
    await this.process.ended;
  }
}

describe('a call that waits, over processes', () => {
  let database: TestDatabase;
  let environment: Record<string, string>;
  beforeAll(async () => {
    database = await withTestDatabase({ features: databaseFeatures });
    const JWT_SECRET = 'a secret that all replicas of this test share, long enough';
    // The same issuer in all of them: it is part of who somebody is.
    const place = { PUBLIC_URL: 'https://mcp.example.com', ALLOWED_HOSTS: '127.0.0.1' };
    environment = { DATABASE_URL: database.url, JWT_SECRET, ...place };
  });
  afterAll(() => database.drop());

  it('is begun in one, decided in a second, run in a third, though the first was killed', async () => {
    const first = await Process.start({ ...environment, TASK_CONCURRENCY: '0' });
    const requester = await first.key('requester', 'payments:write');
    const call = { name: 'pay', arguments: { to: 'bob', amount: 7 } };
    const { result } = await first.ask(requester, 'tools/call', call);
    const taskId = result!.taskId!;
    await first.stop('SIGKILL');

    const second = await Process.start({ ...environment, TASK_CONCURRENCY: '0' });
    const path = `/admin/approvals/${taskId}`;
    const approver = await second.key('approver', 'payments:approve', 'approvals:decide');
    const { argumentsHash } = await second.json<Waiting>(path, approver);
    const order = { decision: 'approve', reason: 'Fine.', argumentsHash };
    const own = await second.key('meddler', 'approvals:decide');
    await expect(second.json(`${path}/decision`, own, order)).rejects.toThrow('404');
    await second.json(`${path}/decision`, approver, order);
    await expect(second.json(`${path}/decision`, approver, order)).rejects.toThrow('409');

    const third = await Process.start(environment);
    let ended: Answer = {};
    await until(async () => {
      ended = await second.ask(requester, 'tasks/get', { taskId });
      return ended.result?.status === 'completed';
    });
    expect(textIn(ended)).toMatch(/^paid, approved by .+: Fine\.$/);
    await Promise.all([second.stop(), third.stop()]);
  });
});
