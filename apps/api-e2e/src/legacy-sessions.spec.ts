import { randomUUID } from 'node:crypto';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';
import { initializeRequest, JSON_OR_STREAM, legacyRequest, type Params } from './wire/envelope';
import { answerOf, wordsOf } from './wire/wire';
import { WireClient } from './wire/wire-client';

let host: FixtureHost;
let client: WireClient;

beforeAll(async () => {
  host = await startFixtureHost();
  client = await WireClient.open(host.url);
});

afterAll(() => host.process.stop());

describe('a legacy client', () => {
  it('is told that its session is unknown', async () => {
    const { status } = await client.post(legacyRequest(randomUUID(), 1, 'tools/list'));
    expect(status).toBe(404);
  });

  it('is told that its session is missing', async () => {
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
    const { status } = await client.post({ headers: JSON_OR_STREAM, body });
    expect(status).toBe(400);
  });

  it('cannot use a session that it has ended', async () => {
    const { session } = await WireClient.open(host.url);
    const ping = legacyRequest(session, 1, 'ping');
    await client.send({ method: 'DELETE', headers: ping.headers });
    expect((await client.post(ping)).status).toBe(404);
  });

  it('is told which revisions there are', async () => {
    const { headers, body } = client.request('legacy', 'tools/list');
    const wrong = { ...headers, 'mcp-protocol-version': '1999-01-01' };
    const reply = await client.post({ headers: wrong, body });
    expect(reply.status).toBe(400);
    expect(wordsOf(answerOf(reply))).toContain('2025-11-25');
  });

  it('is offered the newest revision when it asks for one that is unknown', async () => {
    const { headers, body } = initializeRequest();
    const params = { ...(body['params'] as Params), protocolVersion: '1999-01-01' };
    const { result } = answerOf(await client.post({ headers, body: { ...body, params } }));
    expect(result?.['protocolVersion']).toBe('2025-11-25');
  });
});
