import { ChildProcess } from '@repo/api-e2e';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { allDeployed } from '../environment/all-deployed';
import { workspace } from '../workspace';
import { documentedAdmins, PROJECT_NUMBER } from './documented-admin';

type Variables = Readonly<Record<string, string>>;

/** As the platform gives them; where the stores are and which port is free only this machine knows. */
const variablesOf = (name: string) =>
  allDeployed.find((one) => one.name === `${name} in production`)!.variables;

let database: TestDatabase;
let admin: { readonly id: string; readonly secret: string };

/** The built api, started with these variables. */
class Built {
  private constructor(
    private readonly process: ChildProcess,
    private readonly port: number,
    private readonly host: string,
  ) {}

  static run({ REDIS_URL: _, ...variables }: Variables, ...args: string[]): ChildProcess {
    return new ChildProcess(process.execPath, [join(workspace, 'apps/api/dist/main.js'), ...args], {
      env: {
        ...{ PATH: process.env['PATH'], ...variables },
        ...{ DATABASE_URL: database.url, HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0' },
      },
    });
  }

  static async serve(variables: Variables, host: string): Promise<Built> {
    const child = Built.run(variables);
    const [, port] = await child.waitForLine(/listening on http:\/\/[^:]+:(\d+)/, 60_000);
    return new Built(child, Number(port), host);
  }

  stop = () => this.process.stop();

  /** Not fetch: that would put another Host header. */
  async ask(path: string, headers: Variables = {}, body?: string) {
    const { port, host } = this;
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request({ host: '127.0.0.1', port, path, method, agent: false });
    for (const [name, value] of Object.entries({ host, ...headers })) sent.setHeader(name, value);
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const type = answer.headers['content-type'];
    return { status: answer.statusCode, type, body: await text(answer) };
  }

  /** Of the administrator whom the command line made. */
  async token(): Promise<Variables> {
    const form = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: admin.id, client_secret: admin.secret },
    });
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const { body } = await this.ask('/oauth/token', type, form.toString());
    const { access_token } = JSON.parse(body) as { access_token: string };
    return { authorization: `Bearer ${access_token}` };
  }
}

/** Lists the tools in the modern era. */
function list(api: Built, token: Variables) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { _meta };
  const headers = {
    ...{ ...token, 'content-type': 'application/json' },
    accept: 'application/json, text/event-stream',
    ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' },
  };
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/list', params };
  return api.ask('/mcp', headers, JSON.stringify(message));
}

beforeAll(async () => {
  database = await withTestDatabase({ migrated: false });
  const migration = Built.run(variablesOf('container-instances/migration'), '--migrate');
  expect(await migration.exited).toMatchObject({ code: 0 });
  const command = Built.run(
    variablesOf('cloud-run/migration'),
    ...['clients', 'create-admin', '--json'],
  );
  expect(await command.exited).toMatchObject({ code: 0 });
  admin = JSON.parse(command.stdout.join('\n')) as typeof admin;
});
afterAll(() => database.drop());

const operators = ['/admin/clients', '/admin/audit', '/docs', '/openapi.json'];

describe.each(['cloud-run/api', 'container-instances/api'])(
  'the built api with the environment of %s',
  (name) => {
    let api: Built;
    beforeAll(async () => (api = await Built.serve(variablesOf(name), 'mcp.example.com')));
    afterAll(() => api.stop());

    it.each([...operators, '/admin/scaling', '/admin/queues', '/metrics'])(
      'has no %s',
      async (path) => {
        expect(await api.ask(path, await api.token())).toEqual({
          ...{ status: 404, type: 'application/problem+json' },
          body: '{"title":"Not Found","status":404}',
        });
      },
    );

    it.each(['/health', '/health/live', '/health/ready'])('serves %s', async (path) => {
      expect(await api.ask(path)).toMatchObject({ status: 200 });
    });

    it('serves calls', async () => {
      const answer = await list(api, await api.token());
      expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"result"') });
    });
  },
);

describe.each(documentedAdmins())('$name', ({ name, variables }) => {
  let api: Built;
  const host = name.includes('cloud-run')
    ? `mcp-admin-${PROJECT_NUMBER}.us-central1.run.app`
    : 'localhost:8000';
  beforeAll(async () => (api = await Built.serve(variables, host)));
  afterAll(() => api.stop());

  it.each(operators)('serves operators %s', async (path) => {
    expect(await api.ask(path, await api.token())).toMatchObject({ status: 200 });
  });
});
