import { get } from 'node:http';
import { connect } from 'node:net';
import {
  callStatus,
  onApi,
  production,
  starts,
  status,
  statusOf,
  type Effects,
} from './effect.fixture';

/** Two calls from two addresses, as a proxy tells them in a header. */
const forwardedStatus = (header: string) =>
  onApi(async (api) => {
    await (await api.call('whoami', {}, { headers: { [header]: '203.0.113.1' } })).text();
    return status(api.call('whoami', {}, { headers: { [header]: '198.51.100.2' } }));
  });

export const httpEffects = {
  CORS_ORIGINS: {
    before: 403,
    set: 'https://app.example.com',
    after: 200,
    see: callStatus('whoami', {}, { origin: 'https://app.example.com' }),
  },
  ALLOWED_HOSTS: {
    before: 403,
    set: 'mcp.example.com',
    after: 400,
    see: onApi(
      (api) =>
        new Promise((resolve, reject) => {
          const path = '/mcp';
          const headers = { host: 'mcp.example.com' };
          get({ port: api.port, host: '127.0.0.1', path, headers, agent: false }, (answer) =>
            resolve(answer.resume().statusCode),
          ).on('error', reject);
        }),
    ),
  },
  PUBLIC_PATHS: { before: 200, set: '/mcp/*', after: 404, see: statusOf('/openapi.json') },
  MAX_REQUEST_BYTES: {
    before: 200,
    set: '1KiB',
    after: 413,
    see: callStatus('whoami', { more: 'x'.repeat(2_000) }),
  },
  ALLOW_LARGE_REQUESTS: {
    before: 'is refused',
    set: 'true',
    after: 'starts',
    with: () => ({ ...production(), MAX_REQUEST_BYTES: '65MiB' }),
    see: starts,
  },
  MAX_CONNECTIONS: {
    before: 'served',
    set: '1',
    after: 'cut',
    see: onApi(async (api) => {
      const first = connect(api.port, '127.0.0.1');
      await new Promise((resolve) => first.once('connect', resolve));
      try {
        const ask = fetch(`${api.url}/health/live`, { headers: { connection: 'close' } });
        return await ask.then(
          () => 'served',
          () => 'cut',
        );
      } finally {
        first.destroy();
      }
    }),
  },
  TRUSTED_PROXIES: {
    before: 429,
    set: 'loopback',
    after: 200,
    with: () => ({ RATE_LIMIT_REQUESTS: '1' }),
    see: forwardedStatus('x-forwarded-for'),
  },
  ALLOW_WIDE_TRUST: {
    before: 'is refused',
    set: 'true',
    after: 'starts',
    with: () => ({ ...production(), TRUSTED_PROXIES: '0.0.0.0/1' }),
    see: starts,
  },
  CLIENT_ADDRESS_HEADER: {
    before: 429,
    set: 'x-real-ip',
    after: 200,
    with: () => ({ RATE_LIMIT_REQUESTS: '1', TRUSTED_PROXIES: 'loopback' }),
    see: forwardedStatus('x-real-ip'),
  },
} satisfies Effects;
