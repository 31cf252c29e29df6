import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { until } from '@repo/foundation/testing';
import { createLogger } from '../logging/create-logger';
import { secretMasker } from '../masking/secret-masker';
import { LogLines } from '../testing/log-lines';
import { OtlpReceiver, type Manner } from '../testing/otlp-receiver';
import { GuardedExporter } from './guarded-exporter';

const QUEUE = 200;

describe('a receiver of spans', () => {
  let receiver: OtlpReceiver;
  let log: LogLines;
  let provider: BasicTracerProvider;
  let exports = 0;
  beforeEach(async () => {
    receiver = await OtlpReceiver.start();
    log = new LogLines();
    exports = 0;
    const sender = new OTLPTraceExporter({ url: `${receiver.url}/v1/traces`, timeoutMillis: 300 });
    const logger = createLogger({ name: 'test', level: 'info', destination: log });
    const exporter = new GuardedExporter(sender, secretMasker([]), logger);
    const counted = exporter.export.bind(exporter);
    exporter.export = (spans, done) =>
      counted(spans, (result) => {
        exports += 1;
        done(result);
      });
    const options = { maxQueueSize: QUEUE, maxExportBatchSize: 50, scheduledDelayMillis: 10 };
    provider = new BasicTracerProvider({
      spanProcessors: [new BatchSpanProcessor(exporter, options)],
    });
  });
  afterEach(async () => {
    await provider.shutdown().catch(() => undefined);
    await receiver.stop();
  });

  function makeSpans(count: number): void {
    const tracer = provider.getTracer('test');
    for (let number = 0; number < count; number += 1) tracer.startSpan(`span ${number}`).end();
  }

  it.each<[string, () => Manner | Promise<void>]>([
    ['refuses', () => 'refuses'],
    ['hangs', () => 'hangs'],
    ['is gone', () => receiver.stop()],
  ])('that %s costs one log line and no time, and is told when it is back', async (_how, begin) => {
    const manner = await begin();
    if (manner !== undefined) receiver.manner = manner;
    for (let round = 1; round <= 3; round += 1) {
      const started = performance.now();
      makeSpans(QUEUE * 10);
      expect(performance.now() - started).toBeLessThan(2_000);
      await until(() => exports >= round);
    }
    expect(log.messages).toEqual([expect.stringMatching(/^Spans cannot be sent \(/)]);
    if (manner === undefined) return;

    receiver.manner = 'takes';
    makeSpans(1);
    await until(() => log.lines.length === 2);
    expect(log.messages[1]).toMatch(/^Spans are sent again; \d+ were lost\.$/);
    // What waited is all that comes: the rest was dropped, not kept.
    expect(receiver.spans.length).toBeLessThanOrEqual(QUEUE + 51);
  });

  it('that lags costs no time and no line, and what does not fit into the queue is dropped', async () => {
    receiver.manner = 'lags';
    const started = performance.now();
    makeSpans(QUEUE * 10);
    expect(performance.now() - started).toBeLessThan(2_000);
    await until(() => exports >= 2);
    receiver.manner = 'takes';
    await provider.forceFlush();
    expect(log.lines).toEqual([]);
    expect(receiver.spans.length).toBeLessThanOrEqual(QUEUE + 51);
  });
});
