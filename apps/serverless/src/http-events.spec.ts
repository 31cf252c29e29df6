import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpRequest, HttpResponse } from '@azure/functions';
import { httpHandler } from './azure-functions/http-handler';
import { httpFunction, type FrameworkRequest } from './google-cloud-functions/http-function';
import { recorded, TestFunction } from './testing/function.fixture';

interface HttpEvent {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Nothing of theirs is served by a function. */
const OPERATORS = ['/admin/clients', '/docs', '/openapi.json', '/metrics'];

const LISTED = { tools: [{ name: 'echo' }] };

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return text;
}

const fn = new TestFunction({ MAX_REQUEST_BYTES: '20000' });
afterAll(() => fn.stop());

describe('a request to an Azure Function', () => {
  const handle = httpHandler(fn.warm);
  const event = recorded<HttpEvent>('azure-functions');
  const ask = async (change: Partial<HttpEvent> = {}) => {
    const { body, ...rest } = { ...event, ...change };
    return new HttpResponse(await handle(new HttpRequest({ ...rest, body: { string: body } })));
  };

  it('lists the tools', async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toMatchObject({ result: LISTED });
  });

  it.each<readonly [string, Partial<HttpEvent>, number]>([
    ['no JSON', { body: '{' }, 400],
    ['no body', { body: '' }, 400],
    ['a huge body', { body: 'x'.repeat(20_001) }, 413],
    ['no method of ours', { method: 'PUT' }, 405],
    ['another path', { url: 'https://mcp.example.com/other' }, 404],
    ...OPERATORS.map(
      (path) =>
        [`what is for operators, ${path}`, { url: `https://mcp.example.com${path}` }, 404] as const,
    ),
    ['another host', { headers: { ...event.headers, host: 'evil.example.com' } }, 403],
    ['no headers but the host of its address', { headers: {} }, 415],
  ])('with %s is refused', async (_what, change, status) => {
    expect((await ask(change)).status).toBe(status);
  });
});

describe('a request to a Cloud Function', () => {
  const handle = httpFunction(fn.warm);
  const event = recorded<HttpEvent>('google-cloud-functions');
  let server: Server;

  beforeAll(async () => {
    // As the Functions Framework does it, which has read the body.
    server = createServer((incoming: FrameworkRequest, response) => {
      void textOf(incoming).then((text) =>
        handle(Object.assign(incoming, { rawBody: Buffer.from(text) }), response),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  /** Not `fetch`, which would put another `Host`. */
  function ask(change: Partial<HttpEvent> = {}): Promise<{ status: number; text: string }> {
    const { method, url, headers, body } = { ...event, ...change };
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path: url, method, headers, agent: false });
      sent.once('error', reject);
      sent.once('response', (answer) => {
        const { statusCode: status = 0 } = answer;
        void textOf(answer).then((text) => resolve({ status, text }), reject);
      });
      sent.end(body);
    });
  }

  it('lists the tools', async () => {
    const { status, text } = await ask();
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ result: LISTED });
  });

  it.each<readonly [string, Partial<HttpEvent>, number]>([
    ['no JSON', { body: '{' }, 400],
    ['a huge body', { body: 'x'.repeat(20_001) }, 413],
    ['no method of ours', { method: 'PUT' }, 405],
    ['another path', { url: '/other?token=1' }, 404],
    ...OPERATORS.map((url) => [`what is for operators, ${url}`, { url }, 404] as const),
    ['another host', { headers: { ...event.headers, host: 'evil.example.com' } }, 403],
  ])('with %s is refused', async (_what, change, status) => {
    expect((await ask(change)).status).toBe(status);
  });
});
