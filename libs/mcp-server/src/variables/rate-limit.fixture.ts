import { onApi, status, type Effects } from './effect.fixture';

const secondCallStatus = onApi(async (api) => {
  await (await api.call('whoami')).text();
  return status(api.call('whoami'));
});
export const rateLimitEffects = {
  RATE_LIMIT_REQUESTS: { before: 200, set: '1', after: 429, see: secondCallStatus },
  RATE_LIMIT_WINDOW: {
    before: false,
    set: '1h',
    after: true,
    with: () => ({ RATE_LIMIT_REQUESTS: '1' }),
    see: onApi(async (api) => {
      await (await api.call('whoami')).text();
      const refused = await api.call('whoami');
      return Number(refused.headers.get('retry-after')) > 60;
    }),
  },
  RATE_LIMIT_DAILY: { before: 200, set: '1', after: 429, see: secondCallStatus },
  CALLER_SHARE: {
    before: 200,
    set: '25',
    after: 404,
    with: () => ({ MAX_SESSIONS: '4' }),
    see: onApi(async (api) => {
      const first = await api.initialize();
      await api.initialize();
      const headers = { 'mcp-session-id': first, 'mcp-protocol-version': '2025-11-25' };
      return status(api.fetch('/mcp', { method: 'DELETE', headers }));
    }),
  },
} satisfies Effects;
