import { createServer as createHttpServer } from 'node:http';
import { callStatus, port, starts, statusOf, type Effects } from './effect.fixture';

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
  ENABLE_TRACING: { before: 'starts', set: 'true', after: 'is refused', see: starts },
} satisfies Effects;
