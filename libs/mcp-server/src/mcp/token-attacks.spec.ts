import { inSeconds, FakeIdentityProvider, testKey, type JwsOptions } from '@repo/auth/testing';
import { elicit, Tool, type ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { TestApi, textOf } from '../testing/api.fixture';

const Answer = z.object({ sure: z.boolean() });

@Injectable()
class Asking {
  @Tool({ name: 'ask', description: 'Asks.' })
  async ask(_input: object, context: ToolContext) {
    const { sure } = await context.requestInput({ sure: elicit({ message: '?', schema: Answer }) });
    return `${context.auth?.extra?.['subject'] as string}: ${sure.action}`;
  }
}

@Module({ providers: [Asking] })
class AskingModule {}

describe('whoever attacks the endpoint', () => {
  let provider: FakeIdentityProvider;
  let api: TestApi;
  beforeAll(async () => {
    provider = await FakeIdentityProvider.start();
    provider.keys.push(testKey('ES256', 'second'), eddsa);
    const settings = { MCP_AUTH: 'required', JWT_ISSUER: provider.issuer, API_KEY: 'k' };
    // Each attack comes from elsewhere: whoever tries so many is blocked.
    api = await TestApi.start({ ...settings, TRUSTED_PROXIES: 'loopback' }, AskingModule);
  });
  afterAll(async () => {
    await api.stop();
    await provider.stop();
  });

  const token = (claims: object = {}, options: JwsOptions = {}) =>
    provider.token({ aud: `${api.url}/mcp`, ...claims }, options);
  let attacks = 0;
  const bearer = (value: string) => ({
    authorization: `Bearer ${value}`,
    'x-forwarded-for': `203.0.113.${(attacks += 1)}`,
  });
  const call = (value: string) => api.call('whoami', {}, { headers: bearer(value) });

  it('is let in with a good token, which is what the others differ from', async () => {
    const answer = await call(token());
    expect(answer.status).toBe(200);
    expect(await textOf(answer)).toBe('client');
  });

  const rsa = () => provider.keys[0]!;
  const nested = (levels: number) => {
    let value: unknown[] = [];
    for (let level = 0; level < levels; level += 1) value = [value];
    return value;
  };
  const eddsa = testKey('EdDSA', 'third');
  const stranger = testKey('RS256', 'stranger');
  const forgeries: [string, () => string][] = [
    ['alg none', () => token({}, { key: undefined, header: { kid: 'first' } })],
    [
      'the public key as an HMAC secret',
      () => {
        const secret = rsa().publicKey.export({ format: 'pem', type: 'spki' });
        return token({}, { key: undefined, secret, header: { alg: 'HS256', kid: 'first' } });
      },
    ],
    ['another audience', () => token({ aud: 'https://other.example.com' })],
    ['another issuer', () => token({ iss: 'https://evil.example.com' })],
    ['an expired token', () => token({ exp: inSeconds(-60) })],
    ['a token of the future', () => token({ nbf: inSeconds(60) })],
    ['a key of its own', () => token({}, { key: stranger, header: { kid: 'first' } })],
    ['a jku', () => token({}, { key: stranger, header: { jku: `${provider.issuer}/evil` } })],
    ['an x5u', () => token({}, { key: stranger, header: { x5u: `${provider.issuer}/evil` } })],
    [
      'a jwk',
      () => {
        const jwk = stranger.publicKey.export({ format: 'jwk' });
        return token({}, { key: stranger, header: { jwk } });
      },
    ],
    ['the kid of another key', () => token({}, { header: { kid: 'second' } })],
    ['a signature with more behind it', () => `${token({}, { key: eddsa })}AAAA`],
    ['claims of thousands of levels', () => token({ deep: nested(4_000) })],
    ['line breaks in kid', () => token({}, { header: { kid: 'a\r\nset-cookie: a=b' } })],
    ['line breaks in iss', () => token({ iss: 'a\n{"level":"fatal","msg":"forged"}' })],
  ];

  it.each(forgeries)('is refused with 401: %s', async (_what, forge) => {
    const answer = await call(forge());
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer error="invalid_token", error_description="The token is not valid.", ' +
        `resource_metadata="${api.url}/.well-known/oauth-protected-resource/mcp"`,
    );
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.text()).not.toContain('forged');
    expect(provider.asked).not.toContain('/tenant/evil');
  });

  it('cannot forge a line of the log, nor find a token in it', async () => {
    const forged = token({ iss: 'a\n{"level":"fatal","msg":"forged"}' });
    const good = token({ sub: 'b\n{"level":"fatal","msg":"forged"}' });
    await call(forged);
    await call(good);
    expect(api.log.lines.map(({ msg }) => msg)).not.toContain('forged');
    const log = JSON.stringify(api.log.lines);
    for (const secret of [forged, good]) {
      expect(log).not.toContain(secret);
      expect(log).not.toContain(secret.split('.')[2]);
    }
  });

  it('is not let in by a token in the address', async () => {
    const path = `/mcp?access_token=${token()}`;
    expect((await api.call('whoami', {}, { path })).status).toBe(401);
  });

  it('cannot read a body of megabytes into us without a token', async () => {
    const body = 'x'.repeat(8 * 1024 * 1024);
    const answer = await api.call('whoami', {}, { body }).catch(() => undefined);
    expect([401, undefined]).toContain(answer?.status);
  });

  describe('with the session id of another', () => {
    const json = { 'content-type': 'application/json', accept: 'text/event-stream' };
    const open = async (headers: Record<string, string>) => {
      const params = {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'test', version: '0' },
      };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
      const answer = await api.fetch('/mcp', {
        method: 'POST',
        headers: { ...json, ...headers },
        body,
      });
      return answer.headers.get('mcp-session-id') ?? '';
    };

    it.each<[string, () => string]>([
      ['another user', () => token({ sub: 'ben' })],
      ['another client', () => token({ sub: 'ann', client_id: 'another' })],
      ['the holder of the API key', () => 'k'],
    ])('finds nothing, as %s: 404', async (_who, stolenBy) => {
      const session = await open(bearer(token({ sub: 'ann' })));
      const use = async (method: string, value: string) => {
        const leave = new AbortController();
        const answer = await api.fetch('/mcp', {
          method,
          headers: { ...json, ...bearer(value), 'mcp-session-id': session },
          body:
            method === 'POST'
              ? JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' })
              : undefined,
          signal: leave.signal,
        });
        const { status } = answer;
        leave.abort();
        return status;
      };
      for (const method of ['POST', 'GET', 'DELETE']) {
        expect(await use(method, stolenBy())).toBe(404);
      }
      // Another token of the same person is no other person.
      const renewed = token({ sub: 'ann', exp: inSeconds(600) });
      for (const method of ['POST', 'GET', 'DELETE']) expect(await use(method, renewed)).toBe(200);
    });

    it('finds nothing under the same names at another issuer', async () => {
      const ann = { sub: 'ann', client_id: 'machine' };
      const session = await open(bearer(token(ann)));
      const key = api.sign({ clientId: 'machine', subject: 'ann', scopes: [], lifetime: 60 });
      const answer = await api.fetch('/mcp', {
        method: 'DELETE',
        headers: { ...bearer(key), 'mcp-session-id': session },
      });
      expect(answer.status).toBe(404);
    });
  });

  describe('with the state of a call that asks', () => {
    const ask = async (sub: string, more: object = {}) => {
      const _meta = {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
      };
      const params = { name: 'ask', arguments: {}, _meta, ...more };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      const answer = await api.call('ask', {}, { headers: bearer(token({ sub })), body });
      return (await answer.json()) as {
        result?: { requestState?: string; content?: { text: string }[] };
        error?: { code: number; message: string };
      };
    };
    const inputResponses = { sure: { action: 'accept', content: { sure: true } } };
    const stateOf = async (sub: string) => (await ask(sub)).result?.requestState ?? '';

    it('goes on as who was asked', async () => {
      const requestState = await stateOf('ann');
      const { result } = await ask('ann', { requestState, inputResponses });
      expect(result?.content?.[0]?.text).toBe('ann: accept');
    });

    it.each<[string, string, (state: string) => string]>([
      ['as somebody else', 'ben', (state) => state],
      ['with an altered state', 'ann', (state) => `${state.slice(0, -2)}AA`],
      ['with a state of its own', 'ann', () => 'made up'],
    ])('is refused %s', async (_how, sub, change) => {
      const requestState = change(await stateOf('ann'));
      const { error } = await ask(sub, { requestState, inputResponses });
      expect(error).toMatchObject({ code: -32602, message: expect.stringContaining('Invalid') });
    });
  });
});
