import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { OtlpReceiver, SentryServer } from '@repo/telemetry/testing';
import {
  answerOf,
  initializeRequest,
  legacyRequest,
  modernRequest,
  openSession,
  post,
} from '@repo/api-e2e';
import { builtApp, TracedProcess } from './traced-host';
import { CallerSpan, TraceTree } from './tree';

const REPLICAS = 3;
const ERAS = ['modern', 'legacy'] as const;

/** One target, so that the job looks at the database and asks over HTTP. */
const rules = (url: string) => `
time_zone: UTC
hours: { weekdays: ['00:00-24:00'], weekends: ['00:00-24:00'] }
dry_run: true
targets:
  - name: partner
    platform: process
    url: ${url}
    on_hours: { min: 2, desired: 2, max: 2 }
    off_hours: { min: 1, max: 1 }
`;

describeWithRedis('a call through three replicas, the database and a job', (redis) => {
  let database: TestDatabase;
  let receiver: OtlpReceiver;
  let sentry: SentryServer;
  let partner: Server;
  let folder: string;
  const asked: IncomingHttpHeaders[] = [];
  const replicas: TracedProcess[] = [];
  let worker: TracedProcess;

  beforeAll(async () => {
    database = await withTestDatabase();
    receiver = await OtlpReceiver.start();
    sentry = new SentryServer();
    await sentry.start();
    partner = createServer((request, response) => {
      asked.push(request.headers);
      response.end('{}');
    });
    await once(partner.listen(0, '127.0.0.1'), 'listening');
    folder = mkdtempSync(join(tmpdir(), 'traces-'));
    writeFileSync(join(folder, 'scaling.yaml'), rules(`${partnerUrl()}/size`));
    const settings = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      JWT_SECRET: 'a secret that the replicas of this test share',
      SENTRY_DSN: sentry.dsn,
      SCALING_CONFIG: join(folder, 'scaling.yaml'),
      ...receiver.environment,
    };
    for (let count = 0; count < REPLICAS; count += 1) {
      replicas.push(await TracedProcess.host(settings));
    }
    worker = await TracedProcess.start(builtApp('worker'), settings);
  });
  afterAll(async () => {
    await Promise.all([worker, ...replicas].map((one) => one.stop()));
    partner.close();
    sentry.stop();
    await receiver.stop();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  /** The same call by the same caller to each replica. */
  async function callEach(
    era: (typeof ERAS)[number],
    name: string,
    input: object,
    caller: CallerSpan,
  ): Promise<void> {
    const [first] = replicas;
    const session = era === 'legacy' ? await openSession(new URL('/mcp', first?.url)) : '';
    const _meta = { traceparent: caller.traceparent, baggage: 'tenant=blue' };
    const params = { name, arguments: input, _meta };
    for (const [index, { url }] of replicas.entries()) {
      const request =
        era === 'legacy'
          ? legacyRequest(session, index, 'tools/call', params)
          : modernRequest(index, 'tools/call', params);
      answerOf(await post(new URL('/mcp', url), request));
    }
  }

  const partnerUrl = () => `http://127.0.0.1:${(partner.address() as AddressInfo).port}/stock`;

  it.each(ERAS)('of a %s client is one tree below the span of the client', async (era) => {
    const caller = new CallerSpan();
    await callEach(era, 'order', { number: '7', url: partnerUrl() }, caller);
    const tree = () => new TraceTree(receiver.spans, caller);
    const inJob = /^tools\/call order > add scaling\.scale-up > process scaling > (pg\.query|GET)/;
    const worked = () =>
      tree()
        .paths()
        .flatMap((path) => inJob.exec(path)?.[1] ?? []);
    await until(() => new Set(worked()).size === 2);
    await until(() => tree().below().length === REPLICAS && tree().orphans.length === 0);

    const calls = tree().below();
    expect(calls.map(({ name, kind }) => [name, kind])).toEqual(
      Array.from({ length: REPLICAS }, () => ['tools/call order', 2]),
    );
    // Those of the replicas, and the worker.
    expect(tree().instances.size).toBe(REPLICAS + 1);
    const paths = new Set(tree().paths());
    for (const part of [
      /^tools\/call order > check stock > pg\.query:SELECT/,
      /^tools\/call order > set$/,
      /^tools\/call order > GET$/,
    ]) {
      expect([...paths]).toContainEqual(expect.stringMatching(part));
    }
  });

  it('is linked to the request that opened its session', async () => {
    const [opener, caller] = [new CallerSpan(), new CallerSpan()];
    const { headers, body } = initializeRequest();
    const opened = await post(new URL('/mcp', replicas[0]?.url), {
      headers: { ...headers, traceparent: opener.traceparent },
      body,
    });
    const session = opened.headers.get('mcp-session-id') ?? '';
    const _meta = { traceparent: caller.traceparent };
    const params = { name: 'plain', arguments: {}, _meta };
    // By a replica that did not open it.
    await post(new URL('/mcp', replicas[1]?.url), legacyRequest(session, 1, 'tools/call', params));
    const calls = () => new TraceTree(receiver.spans, caller).below();
    await until(() => calls().length === 1);
    const { traceId, spanId } = opener;
    expect(calls()[0]?.links).toEqual([expect.objectContaining({ traceId, spanId })]);
    expect(calls()[0]?.attributes['mcp.session.id']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('hands trace and baggage on to what the tool asks', async () => {
    const caller = new CallerSpan();
    asked.length = 0;
    await callEach('modern', 'order', { number: '8', url: partnerUrl() }, caller);
    // The worker asks too, by itself.
    const ours = new RegExp(`^00-${caller.traceId}-[0-9a-f]{16}-01$`);
    const headers = asked.find(({ traceparent }) => ours.test(String(traceparent)));
    expect(headers?.['baggage']).toBe('tenant=blue');
  });

  it('has the same id of its trace in the log, the audit and the report of a fault', async () => {
    const caller = new CallerSpan();
    await callEach('modern', 'fail', { message: 'out of stock' }, caller);
    const { traceId } = caller;
    const logged = replicas
      .flatMap(({ lines }) => lines)
      .filter((line) => line['trace_id'] === traceId);
    expect(logged.length).toBeGreaterThanOrEqual(REPLICAS);
    for (const line of logged) {
      expect(line).toMatchObject({
        requestId: expect.any(String) as string,
        span_id: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        principal: 'anonymous',
        tool: 'fail',
      });
    }
    await until(async () => {
      const rows = await database.dataSource.query<unknown[]>(
        'select 1 from audit_record where trace_id = $1',
        [traceId],
      );
      return rows.length === REPLICAS;
    });
    await until(() => sentry.events.length >= REPLICAS);
    expect(sentry.events).toContainEqual(
      expect.objectContaining({
        contexts: { trace: expect.objectContaining({ trace_id: traceId }) as object },
        tags: expect.objectContaining({
          trace_id: traceId,
          requestId: expect.any(String) as string,
        }) as object,
      }),
    );
    await until(() => new TraceTree(receiver.spans, caller).below().length === REPLICAS);
    const [span] = new TraceTree(receiver.spans, caller).below();
    expect(span?.status.code).toBe(2);
    expect(span?.events).toContainEqual(
      expect.objectContaining({
        name: 'exception',
        attributes: expect.objectContaining({ 'exception.message': 'out of stock' }) as object,
      }),
    );
  });
});
