import { FakeIdentityProvider, type Behaviour } from '@repo/auth/testing';
import { TestApi } from '../testing/api.fixture';

describe('an identity provider in trouble', () => {
  const behaviours: Behaviour[] = ['slow', 'huge', 'failing', 'redirecting', 'answering HTML'];

  it.each(behaviours)('that is %s stops nobody who has no need of it', async (behaviour) => {
    const provider = await FakeIdentityProvider.start();
    const settings = { MCP_AUTH: 'optional', JWT_ISSUER: provider.issuer, API_KEY: 'k' };
    provider.behaviour = behaviour;
    const api = await TestApi.start(settings);
    const aud = `${api.url}/mcp`;
    const waits = api.call(
      'whoami',
      {},
      {
        headers: { authorization: `Bearer ${provider.token({ aud })}` },
      },
    );
    expect((await api.call('whoami')).status).toBe(200);
    expect((await api.call('whoami', {}, { headers: { 'x-api-key': 'k' } })).status).toBe(200);
    expect((await api.fetch('/health/live')).status).toBe(200);
    const answer = await waits;
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    await api.stop();
    await provider.stop();
  });
});
