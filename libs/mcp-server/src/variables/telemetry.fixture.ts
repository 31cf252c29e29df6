import { createServer as createHttpServer } from 'node:http';
import { OtlpReceiver, type ReceivedSpan } from '@repo/telemetry/testing';
import {
  callStatus,
  onProcess,
  port,
  statusOf,
  type Effects,
  type Environment,
} from './effect.fixture';

/** What is seen of the spans that an api has sent when it has ended. */
async function tracedBy(
  environment: Environment,
  look: (spans: () => readonly ReceivedSpan[]) => Promise<unknown>,
): Promise<unknown> {
  const receiver = await OtlpReceiver.start();
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...environment };
  await onProcess(async (api) => api.call('whoami', { ask: 'me' }))(settings);
  const seen = await look(() => receiver.spans);
  await receiver.stop();
  return seen;
}

export const telemetryEffects = {
  SENTRY_DSN: {
    before: false,
    set: () => `http://key@127.0.0.1:${port}/1`,
    after: true,
    see: async (environment) => {
      let reports = 0;
      const sentry = createHttpServer((request, response) => {
        reports += 1;
        request.resume().on('end', () => response.end('{}'));
      });
      await new Promise<void>((resolve) => sentry.listen(port, '127.0.0.1', resolve));
      await callStatus('fail')(environment);
      sentry.closeAllConnections();
      await new Promise((resolve) => sentry.close(resolve));
      return reports > 0;
    },
  },
  ENABLE_METRICS: { before: 200, set: 'false', after: 404, see: statusOf('/metrics') },
  ENABLE_TRACING: {
    before: [],
    set: 'true',
    after: ['tools/call whoami'],
    see: (environment) =>
      tracedBy(environment, async (spans) =>
        spans()
          .map(({ name }) => name)
          .slice(0, 1),
      ),
  },
  TRACE_ARGUMENTS: {
    before: undefined,
    set: 'whoami.ask',
    after: '{"ask":"me"}',
    with: () => ({ ENABLE_TRACING: 'true' }),
    see: (environment) =>
      tracedBy(environment, async (spans) => spans()[0]?.attributes['gen_ai.tool.call.arguments']),
  },
} satisfies Effects;
