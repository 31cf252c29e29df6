import { loadConfig } from '@repo/config';
import { Catalog } from '@repo/mcp-core';
import { createLogger } from '@repo/telemetry';
import { LogLines } from '@repo/telemetry/testing';
import { logStart, startReport, startText } from './start-report';

const URL = 'http://127.0.0.1:43211';
const catalog = new Catalog(new Map(), new Map(), [], new Map(), new Map());
const host = { catalog, serverNames: [] };

describe('the report of a start', () => {
  it('is one line of a log, with the address for programs and fields for the rest', () => {
    const config = loadConfig({ DATABASE_URL: 'postgres://app:hunter2@db:5432/app' });
    const log = new LogLines();
    const logger = createLogger({ name: 'api', level: 'info', destination: log });
    logStart(logger, startReport(URL, host, config), config);
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toMatchObject({
      msg: `listening on ${URL}`,
      start: {
        url: URL,
        tools: 0,
        auth: 'optional',
        database: 'postgres://app:***@db:5432/app',
        redis: 'none',
        sessions: expect.stringContaining('get sessions in the memory of this process'),
      },
    });
    expect(JSON.stringify(log.lines)).not.toContain('hunter2');
  });

  it('is a list of short lines for people', () => {
    const report = startReport(URL, host, loadConfig({}));
    const [first, ...items] = startText({ ...report, workers: 4 }).split('\n');
    expect(first).toBe(`listening on ${URL}`);
    expect(items.map((line) => line.slice(2, 12).trimEnd())).toEqual([
      'endpoint',
      'protocol',
      'features',
      'try it',
      'database',
      'redis',
      'sessions',
      'admin API',
      'health',
      'workers',
    ]);
    const servers = startText({ ...report, servers: ['billing', 'stats'] });
    expect(servers).toContain('\n  servers    /mcp/billing, /mcp/stats\n');
    for (const line of items) expect(line.length).toBeLessThan(150);
    expect(items.join()).toContain('0 tools, 0 resources, 0 prompts');
    expect(items.join()).toContain('embedded PostgreSQL');
  });
});
