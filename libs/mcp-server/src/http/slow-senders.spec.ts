import { until } from '@repo/foundation/testing';
import { CallsInFlight } from '../mcp/calls-in-flight';
import { TestApi } from '../testing/api.fixture';
import { RawClient } from './raw-client.fixture';

const QUICKLY = { headersTimeoutMs: 100, requestTimeoutMs: 200, checkIntervalMs: 20 };

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ AUDIT: 'off' }, undefined, QUICKLY);
});
afterAll(() => api.stop());

describe('a client that takes its time to send', () => {
  it('its headers is answered 408 and cut off', async () => {
    const client = await RawClient.connect(api.port);
    client.send('GET /health HTTP/1.1\r\nhost: localhost\r\nx-more: ');
    expect(await client.trickle()).toMatch(/^HTTP\/1\.1 408 [^]*"status":408/);
  });

  it('its body is answered 408 and cut off, whether MCP or not', async () => {
    for (const path of ['/mcp', '/things']) {
      const client = await RawClient.connect(api.port);
      client.send(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n` +
          'accept: application/json, text/event-stream\r\ncontent-length: 1000000\r\n\r\n',
      );
      expect(await client.trickle()).toMatch(/^HTTP\/1\.1 408 /);
    }
    await api.get(CallsInFlight).idle();
  });

  it('a chunked body is cut off too', async () => {
    const client = await RawClient.connect(api.port);
    client.send(
      'POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n' +
        'transfer-encoding: chunked\r\n\r\nfffff\r\n',
    );
    expect(await client.trickle()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('its next request is cut off', async () => {
    let answer: string;
    // On a busy machine the first one may come too late as well, and a reset may overtake the answer
    // to the second: then once more.
    do {
      const client = await RawClient.connect(api.port);
      client.send(
        'GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\nGET /health HTTP/1.1\r\nx-more: ',
      );
      answer = await client.trickle();
    } while (answer.startsWith('HTTP/1.1 408 ') || !answer.includes('HTTP/1.1 408 '));
    expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*HTTP\/1\.1 408 /);
  });

  it('anything at all is cut off, and so are hundreds like it', async () => {
    const clients = await Promise.all(
      Array.from({ length: 300 }, () => RawClient.connect(api.port)),
    );
    await Promise.all(clients.map((client) => client.closed()));
    // By the short limits of this api a busy machine may send too late itself.
    await until(async () => (await api.fetch('/health/live')).status === 200);
  });
});

describe('connections above MAX_CONNECTIONS', () => {
  it('are closed at once, until others have left', async () => {
    const small = await TestApi.start({ AUDIT: 'off', MAX_CONNECTIONS: '3' });
    const inside = await Promise.all([1, 2, 3].map(() => RawClient.connect(small.port)));
    const outside = await RawClient.connect(small.port);
    await outside.closed();
    expect(outside.answer).toBe('');

    const LIVE = 'GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n';
    for (const client of inside) {
      client.send(LIVE);
      await client.closed();
      expect(client.answer).toMatch(/^HTTP\/1\.1 200 /);
    }
    // They have left when the server has seen it, too.
    await until(() =>
      small.fetch('/health/live').then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    await small.stop();
  });
});
