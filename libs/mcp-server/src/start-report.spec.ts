import { loadConfig } from '@repo/config';
import { McpHost, Tool } from '@repo/mcp-core';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { AuthModule } from '@repo/auth';
import { createLogger } from '@repo/telemetry';
import { LogLines } from '@repo/telemetry/testing';
import { Injectable } from '@nestjs/common';
import { testServerOptions } from './testing/test-server-options';
import { logStart, startReport, startText } from './start-report';

const URL = 'http://127.0.0.1:43211';

@Injectable()
class InvoiceTools {
  @Tool({ name: 'open', description: 'Everybody may call it.' })
  open() {
    return 'open';
  }

  @Tool({ name: 'pay', description: 'Needs a scope.', scopes: ['invoices:pay'] })
  pay() {
    return 'paid';
  }
}

@Injectable()
class ReportTools {
  @Tool({ name: 'report', description: 'Takes an hour.', task: 'optional' })
  report() {
    return 'a report';
  }
}

describe('the report of a start', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({ imports: [AuthModule], providers: [InvoiceTools] });
  });
  afterAll(() => harness.close());

  const reportOf = (environment: Record<string, string> = {}, app = 'api') =>
    startReport(URL, harness.get(McpHost), { server: { app }, config: loadConfig(environment) });

  it('is one line of a log, with the address for programs and fields for the rest', async () => {
    const environment = { DATABASE_URL: 'postgres://app:hunter2@db:5432/app' };
    const log = new LogLines();
    const logger = createLogger({ name: 'api', level: 'info', destination: log });
    const config = loadConfig(environment);
    logStart(logger, await reportOf(environment), { server: testServerOptions([]), config });
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toMatchObject({
      msg: `listening on ${URL}`,
      start: {
        url: URL,
        scoped: 1,
        resources: 0,
        prompts: 0,
        auth: 'optional',
        database: 'postgres://app:***@db:5432/app',
        redis: 'none',
        sessions: expect.stringContaining('get sessions in the memory of this process'),
      },
    });
    expect(JSON.stringify(log.lines)).not.toContain('hunter2');
  });

  it('counts what a client without a token is shown, not what there is', async () => {
    const client = await harness.connect('modern');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['open']);
    expect(await reportOf()).toMatchObject({ tools: 1, scoped: 1 });
  });

  it('is a list of short lines for people, which ends with what to do next', async () => {
    const report = await reportOf();
    expect(startText(report, { app: 'api' }).split('\n')).toEqual([
      `listening on ${URL}`,
      `  MCP         ${URL}/mcp (token: optional)`,
      '  features    1 tool, 0 resources, 0 prompts; 1 more for callers with their scopes',
      `  docs        ${URL}/docs`,
      '  database    embedded PostgreSQL',
      '  connect     npm run connect (Claude, VS Code, Cursor, ChatGPT, the Inspector)',
      '  add a tool  npx nx g platform:tool my_tool',
    ]);
  });

  it.each([
    [{}, 'run here, 20 at once in each process'],
    [{ TASK_CONCURRENCY: '3' }, 'run here, 3 at once in each process'],
    [
      { TASK_CONCURRENCY: '0' },
      'run by other processes: the worker, or those with TASK_CONCURRENCY',
    ],
  ])('tells where tasks run, where there are any: %j', async (environment, told) => {
    expect((await reportOf(environment)).tasks).toBeUndefined();
    const tasks = await createHarness({ imports: [AuthModule], providers: [ReportTools] });
    const options = { server: { app: 'api' }, config: loadConfig(environment) };
    const report = await startReport(URL, tasks.get(McpHost), options);
    await tasks.close();
    expect(startText(report, { app: 'api' })).toContain(`\n  tasks       ${told}`);
  });

  it('has further lines where there is more', async () => {
    const report = await reportOf({ REDIS_URL: 'redis://:hunter2@cache:6379' });
    const text = startText(
      { ...report, servers: ['billing', 'stats'], workers: 4, scoped: 0 },
      { app: 'reports', library: 'reports-features' },
    );
    expect(text).toContain('\n  servers     /mcp/billing, /mcp/stats\n');
    expect(text).toContain('\n  features    1 tool, 0 resources, 0 prompts\n');
    expect(text).toContain('\n  workers     4\n');
    expect(text).toContain('\n  connect     APP=reports npm run connect (');
    expect(text).toContain('platform:tool my_tool --library reports-features');
    expect(text).toMatch(/embedded PostgreSQL, Redis at redis:\/\/\S*@?cache:6379\n/);
    expect(text).not.toContain('hunter2');
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(100);
  });
});
