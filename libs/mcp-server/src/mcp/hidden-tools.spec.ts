import { Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { TestApi } from '../testing/api.fixture';

const Input = z.object({ region: z.string().meta({ 'x-mcp-header': 'Region' }) });

@Injectable()
class Secret {
  @Tool({
    name: 'secret',
    description: 'Nobody knows of it.',
    input: Input,
    allow: (auth) => auth !== undefined,
  })
  secret() {
    return 'here';
  }
}

@Module({ providers: [Secret] })
class SecretModule {}

describe('a tool that is hidden from a caller', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ API_KEY: 'k' }, SecretModule);
  });
  afterAll(() => api.stop());

  it.each([{}, { region: 'eu' }, []])(
    'is not betrayed by the headers that it would want, with %j',
    async (input) => {
      const told = async (name: string) => {
        const answer = await api.call(name, input);
        return [answer.status, (await answer.text()).replace(name, 'NAME')];
      };
      expect(await told('secret')).toEqual(await told('unknown'));
    },
  );

  it('has its headers checked for those who may use it', async () => {
    const key = { 'x-api-key': 'k' };
    const call = (headers: object) =>
      api.call('secret', { region: 'eu' }, { headers: { ...key, ...headers } });
    expect((await call({})).status).toBe(400);
    expect((await call({ 'mcp-param-region': 'us' })).status).toBe(400);
    expect((await call({ 'mcp-param-region': 'eu' })).status).toBe(200);
  });
});
