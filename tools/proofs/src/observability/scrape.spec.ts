import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { blackBoxRun, type Scrapes } from './black-box-run';
import { MetricsReceiver } from './metrics-receiver';
import { differences, readScrape, readTable } from './scraped-metrics';

const table = readTable(
  readFileSync(join(__dirname, '../../../../docs/operate/metrics.md'), 'utf8'),
);

const itWithPromtool = spawnSync('promtool', ['--version']).status === 0 ? it : it.skip;

describeWithRedis('what is scraped from an api and a worker', (redis) => {
  let database: TestDatabase;
  let scrapes: Scrapes;
  const receiver = new MetricsReceiver();
  beforeAll(async () => {
    database = await withTestDatabase();
    scrapes = await blackBoxRun(database.url, redis.url, await receiver.start());
  });
  afterAll(() => receiver.stop());
  afterAll(() => database.drop());

  it('is what docs/operate/metrics.md says, name by name and label by label', () => {
    const all = readScrape(`${scrapes.api}\n${scrapes.worker}`);
    expect(all.size).toBeGreaterThan(50);
    expect(differences(all, table)).toEqual([]);
  });

  it('is sent by OTLP as well, at last when the api stops, by the primary for all of its processes', () => {
    const ofPrometheus = 'mcp_server_operation_duration_seconds';
    const expected = [...readScrape(scrapes.api).keys()].map((name) =>
      name === ofPrometheus ? 'mcp.server.operation.duration' : name,
    );
    expect(expected.filter((name) => !receiver.names.includes(name))).toEqual([]);
    expect(new Set(receiver.sendersBy('service.instance.id')).size).toBe(1);
    expect(receiver.sendersBy('service.name')[0]).toMatch(/-api-e2e$/);
  });

  itWithPromtool('has names and labels as Prometheus wants them', () => {
    for (const text of [scrapes.api, scrapes.worker]) {
      const check = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
      // Node's own metrics break two of its conventions, and hours are what is paid for.
      const known = /^(?:nodejs_|process_|scaling_replica_hours_saved_total)/;
      const said = check.stderr.split('\n').filter((line) => !known.test(line));
      expect(said.join('\n').trim()).toBe('');
    }
  });

  it('differs where a metric or a label is missing on either side', () => {
    const all = readScrape(`${scrapes.api}\n${scrapes.worker}`);
    const [name] = all.keys();
    const without = new Map([...all].filter(([one]) => one !== name));
    expect(differences(without, table)).toEqual([`${name} is in the table alone`]);
    const more = new Map([
      ...all,
      ['invented_total', { type: 'counter', labels: new Set<string>() }],
    ]);
    expect(differences(more, table)).toEqual(['invented_total is scraped, and not in the table']);
    const labelled = new Map(all).set('mcp_sessions', { type: 'gauge', labels: new Set(['user']) });
    expect(differences(labelled, table)).toEqual([
      'mcp_sessions has the label user, which the table lacks',
    ]);
  });
});
