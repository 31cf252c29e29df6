import { once } from 'node:events';
import { connect } from 'node:net';
import { Gate } from './testing/features.fixture';
import { TestApi, textOf } from './testing/api.fixture';

/** Clients that are cut off need not wait for it. */
const SOON = { flushTimeoutMs: 50 };

describe('an api that is told to stop', () => {
  it('finishes the calls under way, and takes no new connection', async () => {
    const api = await TestApi.start();
    const visitor = Gate.visitor();
    const call = api.call('wait');
    const letIn = await visitor;

    const stopped = api.stop();
    await expect(
      fetch(`${api.url}/health`, { headers: { connection: 'close' } }),
    ).rejects.toThrow();
    letIn();
    expect(await textOf(await call)).toBe('done');
    await stopped;
  });

  it('cuts them off when it is forced', async () => {
    const api = await TestApi.start({}, undefined, SOON);
    const visitor = Gate.visitor();
    const call = api.call('wait');
    const cut = expect(call).rejects.toThrow();
    await visitor;

    const force = new AbortController();
    const stopped = api.stop(force.signal);
    force.abort();
    await stopped;
    await cut;
  });

  it('is not ready meanwhile', async () => {
    const api = await TestApi.start();
    const visitor = Gate.visitor();
    const call = api.call('wait');
    const letIn = await visitor;
    // Only a connection that was open before can still ask.
    const probe = await halfRequest(api, 'GET /health/ready HTTP/1.1\r\nhost: probe\r\n');

    const stopped = api.stop();
    const answer = await probe.finish('connection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect(answer).toMatch(/"draining":\{[^}]*"status":"down"/);
    letIn();
    await call;
    await stopped;
  });

  it('ends the streams of sessions', async () => {
    const api = await TestApi.start();
    const headers = { 'mcp-session-id': await api.initialize(), accept: 'text/event-stream' };
    const stream = await api.fetch('/mcp', { headers });
    const ended = stream.text();
    await api.stop();
    await ended;
  });

  it('does not wait for a client that holds its connection', async () => {
    const api = await TestApi.start({}, undefined, SOON);
    const start = 'POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n';
    const { socket } = await halfRequest(api, start);
    const closed = once(socket, 'close');
    await api.stop();
    await closed;
  });
});

/** Sends the beginning of a request, and returns when the server has read it. */
async function halfRequest(api: TestApi, start: string) {
  const socket = connect(api.port, '127.0.0.1').on('error', () => undefined);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  await once(socket, 'connect');
  socket.write(start);
  // Whoever comes later and is answered shows that the server has read this far.
  await api.fetch('/health', { headers: { connection: 'close' } });
  const finish = async (end: string) => {
    socket.write(end);
    await once(socket, 'close');
    return answer;
  };
  return { socket, finish };
}

describe('an api that cannot start', () => {
  it('says so where the port is taken', async () => {
    const api = await TestApi.start();
    await expect(TestApi.start({ PORT: String(api.port) })).rejects.toThrow(
      `Port ${api.port} of 127.0.0.1 is taken by another program: end that one, or set PORT to a free port.`,
    );
    await api.stop();
  });
});
