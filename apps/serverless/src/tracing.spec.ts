import { loadConfig } from '@repo/config';
import { createLogger, startTracing } from '@repo/telemetry';
import { OtlpReceiver } from '@repo/telemetry/testing';
import { lambdaHandlers } from './aws-lambda/lambda-handlers';
import { callEvent, TestFunction } from './testing/function.fixture';

describe('the spans of a function', () => {
  let receiver: OtlpReceiver;
  let fn: TestFunction;
  const before = { ...process.env };
  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    const { environment } = receiver;
    // It would send them by itself only after the test.
    Object.assign(process.env, environment, { OTEL_BSP_SCHEDULE_DELAY: '3600000' });
    const config = loadConfig({ ENVIRONMENT: 'test', ...environment });
    const logger = createLogger({ name: 'test', level: 'silent', destination: process.stderr });
    await startTracing({ name: 'function', version: '0' }, config, logger);
    fn = new TestFunction(environment);
  });
  afterAll(async () => {
    await fn.stop();
    await receiver.stop();
    process.env = before;
  });

  it('are sent when the answer is given, for the process may be frozen right after', async () => {
    const headers = { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` };
    await lambdaHandlers(fn.warm).buffered(callEvent('echo', { text: 'x' }, { headers }));
    expect(receiver.named('tools/call echo')).toMatchObject({
      traceId: 'ab'.repeat(16),
      parentSpanId: 'cd'.repeat(8),
      attributes: { 'network.transport': 'tcp' },
    });
  });

  it('are linked to what carried them, where the message names another trace', async () => {
    const headers = { traceparent: `00-${'12'.repeat(16)}-${'34'.repeat(8)}-01` };
    const event = callEvent('echo', { text: 'linked' }, { headers }) as { body: string };
    const message = JSON.parse(event.body) as { params: { _meta: object } };
    const traceparent = `00-${'56'.repeat(16)}-${'78'.repeat(8)}-01`;
    message.params._meta = { ...message.params._meta, traceparent };
    receiver.spans.length = 0;
    await lambdaHandlers(fn.warm).buffered({ ...event, body: JSON.stringify(message) });
    expect(receiver.named('tools/call echo')).toMatchObject({
      traceId: '56'.repeat(16),
      links: [{ traceId: '12'.repeat(16), spanId: '34'.repeat(8) }],
    });
  });

  it('hold up no answer for longer than the platform allows, where the receiver hangs', async () => {
    const hanging = new TestFunction(receiver.environment, [], 100);
    receiver.manner = 'hangs';
    const answer = await lambdaHandlers(hanging.warm).buffered(callEvent('echo', { text: 'x' }));
    expect(answer.statusCode).toBe(200);
    receiver.manner = 'takes';
    await hanging.stop();
  });
});
