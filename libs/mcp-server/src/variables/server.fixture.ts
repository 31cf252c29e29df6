import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@repo/foundation/testing';
import {
  PUBLIC_URL,
  callStatus,
  folder,
  onApi,
  onProcess,
  onRedis,
  production,
  port,
  redis,
  starts,
  statusOf,
  type Effects,
} from './effect.fixture';

export const serverEffects = {
  ENVIRONMENT: {
    with: () => ({ ...production(), ENVIRONMENT: 'test' }),
    before: 200,
    set: 'production',
    after: 401,
    see: callStatus(),
  },
  DEPLOYMENT: {
    with: () => ({ REDIS_URL: redis.url }),
    before: ['test'],
    set: 'staging',
    after: ['staging'],
    see: async (environment) => {
      await onRedis((connection) => connection.flushall());
      const keys = onApi(async (api) => {
        await api.initialize();
        return onRedis((connection) => connection.keys('*'));
      });
      // Those of a queue have it in braces, which keep them in one slot of a cluster.
      const names = ((await keys(environment)) as string[]).map(
        (key) => /:([^:}]*)/.exec(key)?.[1],
      );
      return [...new Set(names)];
    },
  },
  HOST: {
    before: '127.0.0.1',
    set: 'localhost',
    after: 'localhost',
    see: onApi(async ({ url }) => new URL(url).hostname),
  },
  PORT: {
    before: false,
    set: () => String(port),
    after: true,
    see: onApi(async (api) => api.port === port),
  },
  PUBLIC_URL: {
    before: '127.0.0.1',
    set: PUBLIC_URL,
    after: 'mcp.example.com',
    see: onApi(async (api) => {
      const answer = await api.fetch('/.well-known/oauth-protected-resource/mcp');
      return new URL(((await answer.json()) as { resource: string }).resource).hostname;
    }),
  },
  ALLOW_INSECURE_CONNECTIONS: {
    before: 'is refused',
    set: 'true',
    after: 'starts',
    with: () => ({ ...production(), PUBLIC_URL: 'http://mcp.example.com' }),
    see: starts,
  },
  METRICS_PORT: { before: 200, set: '0', after: 404, see: statusOf('/metrics') },
  WORKERS: {
    before: 1,
    set: '2',
    after: 2,
    see: onProcess(async (api) => (await api.size()).workers.ready),
  },
  SHUTDOWN_DELAY: {
    before: 'closed',
    set: '5m',
    after: 'serves on',
    with: () => ({ SHUTDOWN_GRACE: '10m' }),
    see: onProcess(async (api) => {
      const ask = (path: string) => api.get(path).catch(() => undefined);
      api.process.kill('SIGTERM');
      await until(async () => (await ask('/health/ready'))?.ok !== true);
      for (let times = 0; times < 100; times += 1)
        if ((await ask('/health/live')) === undefined) return 'closed';
      // It would go on for five minutes.
      api.process.kill('SIGKILL');
      return 'serves on';
    }),
  },
  SHUTDOWN_GRACE: {
    before: 'answered',
    set: '0s',
    after: 'cut off',
    with: () => ({ SHUTDOWN_GRACE: '90s' }),
    see: onProcess(async (api) => {
      const file = join(folder, `go-${Math.random()}`);
      const call = api.text('hold', { file }).then(
        (text) => (text === '' ? 'cut off' : 'answered'),
        () => 'cut off',
      );
      await until(async () => /mcp_calls_running 1/.test(await api.metrics()));
      api.process.kill('SIGTERM');
      const first = await Promise.race([call, pause(1_000, 'runs')]);
      if (first !== 'runs') return first;
      writeFileSync(file, '');
      return call;
    }),
  },
} satisfies Effects;
