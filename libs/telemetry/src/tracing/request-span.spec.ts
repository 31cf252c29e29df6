import { loadConfig } from '@repo/config';
import { RefusedError, Resource, Tool, ToolError, type ToolContext } from '@repo/mcp-core';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import { AppLogger } from '../logging/app-logger';
import { createLogger } from '../logging/create-logger';
import { addLogFields } from '../request/log-context';
import { LoggingModule } from '../logging/logging.module';
import { LogLines } from '../testing/log-lines';
import { OtlpReceiver, type ReceivedSpan } from '../testing/otlp-receiver';
import { flushTracing, startTracing } from './start-tracing';
import { TracingModule } from './tracing.module';
import { withSpan } from './with-span';

const TRACE = 'ab'.repeat(16);
const SPAN = 'cd'.repeat(8);

type Input = Record<string, unknown>;

@Injectable()
class Tools {
  private readonly logger = new Logger('Tools');

  @Tool({
    name: 'find',
    description: 'Finds.',
    input: z.object({ number: z.string(), pin: z.string().optional() }),
  })
  async find({ number }: { number: string }, { traceparent }: ToolContext) {
    addLogFields({ invoice: number });
    this.logger.log('looks');
    const looked = withSpan('look up', () => number, { store: 'main' });
    return `${await looked} ${traceparent}`;
  }

  @Tool({ name: 'fail', description: 'Fails as told.', input: z.object({ how: z.string() }) })
  async fail({ how }: { how: string }): Promise<string> {
    if (how === 'refused') throw new RefusedError('Not for you.');
    if (how === 'failed') throw new Error('own-secret-value is wrong, Bearer some-token');
    throw new ToolError('Told to the model.');
  }

  @Tool({ name: 'hang', description: 'Never ends.', timeoutMs: 20 })
  hang() {
    return new Promise<string>(() => undefined);
  }

  @Resource({ name: 'page', uriTemplate: 'book://{page}', description: 'A page.' })
  page({ page }: { page: string }) {
    return page;
  }
}

describe('a request while tracing is on', () => {
  let receiver: OtlpReceiver;
  let harness: Harness;
  const log = new LogLines();
  const before = { ...process.env };
  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    const environment = { TRACE_ARGUMENTS: 'find.number', ...receiver.environment };
    // OpenTelemetry reads its variables there.
    Object.assign(process.env, receiver.environment, { OTEL_BSP_SCHEDULE_DELAY: '60000' });
    const config = loadConfig({ ENVIRONMENT: 'test', ...environment });
    const secrets = ['own-secret-value'];
    const logger = createLogger({ name: 'test', level: 'info', destination: log });
    const traced = Object.create(config, { secrets: { value: secrets } }) as typeof config;
    await startTracing({ name: 'test', version: '1.2.3' }, traced, logger);
    harness = await createHarness({
      imports: [LoggingModule.forRoot(logger), TracingModule.forRoot(config.telemetry)],
      providers: [Tools],
      environment,
      onFault: () => undefined,
    });
    Logger.overrideLogger(AppLogger.on(logger));
  });
  afterAll(async () => {
    await harness.close();
    await receiver.stop();
    process.env = before;
  });

  async function spansOf(
    name: string,
    input: Input,
    { era = 'modern', _meta = {} }: { era?: 'modern' | 'legacy'; _meta?: Input } = {},
  ): Promise<readonly ReceivedSpan[]> {
    receiver.spans.length = 0;
    const auth = { token: '', clientId: 'backoffice', scopes: [], extra: { subject: 'ana' } };
    const client = await harness.connect(era, { auth });
    const call = { name, arguments: input, _meta };
    await client.callTool(call).catch(() => undefined);
    await flushTracing(AbortSignal.timeout(10_000));
    return receiver.spans;
  }

  const named = (spans: readonly ReceivedSpan[], name: string) =>
    spans.find((span) => span.name === name);

  describe.each(['modern', 'legacy'] as const)('of a %s client', (era) => {
    it('has a SERVER span by the conventions of MCP, below that of the client', async () => {
      const _meta = { traceparent: `00-${TRACE}-${SPAN}-01` };
      const spans = await spansOf('find', { number: '7' }, { era, _meta });
      const span = named(spans, 'tools/call find');
      expect(span).toMatchObject({
        traceId: TRACE,
        parentSpanId: SPAN,
        kind: 2,
        status: { code: 0 },
        attributes: {
          'mcp.method.name': 'tools/call',
          'mcp.protocol.version': era === 'modern' ? '2026-07-28' : '2025-11-25',
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'find',
          'network.transport': 'pipe',
          'mcp.outcome': 'ok',
        },
        resource: { 'service.version': '1.2.3', 'deployment.environment.name': 'test' },
      });
      expect(named(spans, 'look up')).toMatchObject({
        traceId: TRACE,
        parentSpanId: span?.spanId,
        attributes: { store: 'main' },
      });
    });

    it.each([
      [
        'a refusal',
        'fail',
        { how: 'refused' },
        { 'error.type': '-32600', 'mcp.outcome': 'refused' },
      ],
      ['an error for the model', 'fail', { how: 'told' }, { 'error.type': 'tool_error' }],
      ['a time-out', 'hang', {}, { 'error.type': 'timeout' }],
      ['arguments that do not fit', 'find', { number: 7 }, { 'error.type': 'invalid_input' }],
    ])('shows %s as its status', async (_what, tool, input, attributes) => {
      const spans = await spansOf(tool, input, { era });
      expect(named(spans, `tools/call ${tool}`)).toMatchObject({ status: { code: 2 }, attributes });
    });

    it('shows a fault of ours as an event, without its secrets', async () => {
      const span = named(await spansOf('fail', { how: 'failed' }, { era }), 'tools/call fail');
      expect(span?.attributes).toMatchObject({ 'error.type': 'failed' });
      expect(span?.attributes['error.reference']).toMatch(/^[0-9a-f-]{36}$/);
      expect(span?.events).toMatchObject([
        { name: 'exception', attributes: { 'exception.message': '*** is wrong, Bearer ***' } },
      ]);
    });
  });

  it('is named after its method where the catalog has no such tool', async () => {
    const spans = await spansOf('made up', {});
    expect(spans.map(({ name }) => name)).toContain('tools/call');
    expect(JSON.stringify(spans)).not.toContain('tools/call made up');
  });

  it('shows no argument but those that are asked for by name', async () => {
    const span = named(await spansOf('find', { number: '7', pin: '1234' }), 'tools/call find');
    expect(span?.attributes['gen_ai.tool.call.arguments']).toBe('{"number":"7"}');
  });

  it('is a root where the client says nothing, or nothing that makes sense', async () => {
    const nonsense = { traceparent: 7, tracestate: {}, baggage: ['a'] };
    for (const _meta of [{}, nonsense, { traceparent: '00-0-0-01' }]) {
      const span = named(await spansOf('find', { number: '7' }, { _meta }), 'tools/call find');
      expect(span).toMatchObject({ parentSpanId: '', status: { code: 0 } });
    }
  });

  it('is not recorded where the client has decided so', async () => {
    const _meta = { traceparent: `00-${TRACE}-${SPAN}-00` };
    const spans = await spansOf('find', { number: '7' }, { _meta });
    expect(named(spans, 'tools/call find')).toBeUndefined();
  });

  it('lets the tool hand its own span on, and log under it', async () => {
    log.lines.length = 0;
    const client = await harness.connect('modern');
    const answer = await client.callTool({ name: 'find', arguments: { number: '9' } });
    await flushTracing(AbortSignal.timeout(10_000));
    const span = receiver.spans.filter(({ name }) => name === 'tools/call find').at(-1);
    expect(JSON.stringify(answer.content)).toContain(`00-${span?.traceId}-${span?.spanId}-01`);
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        msg: 'looks',
        trace_id: span?.traceId,
        span_id: span?.spanId,
        principal: 'anonymous',
        tool: 'find',
        invoice: '9',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      }),
    );
  });

  it('shows a resource as it is declared, and not what was read', async () => {
    receiver.spans.length = 0;
    const client = await harness.connect('modern');
    await client.readResource({ uri: 'book://secret-page' });
    await flushTracing(AbortSignal.timeout(10_000));
    expect(receiver.named('resources/read')?.attributes).toMatchObject({
      'mcp.resource.uri': 'book://{page}',
    });
    expect(JSON.stringify(receiver.spans)).not.toContain('secret-page');
  });
});
