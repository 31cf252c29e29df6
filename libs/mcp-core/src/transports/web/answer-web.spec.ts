import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { until } from '@repo/foundation/testing';
import { Tool } from '../../catalog/feature.decorators';
import { ToolContext } from '../../features/tool-context';
import { httpHost, MODERN_META } from '../http/http-host.fixture';
import { answerWeb } from './answer-web';

@Injectable()
class WebTools {
  aborted = 0;

  @Tool({ name: 'who', description: 'Tells who calls.' })
  who(_input: unknown, { auth }: ToolContext) {
    return auth?.clientId ?? 'nobody';
  }

  @Tool({ name: 'steps', description: 'Tells of its progress, until it is aborted.' })
  async steps(_input: unknown, context: ToolContext) {
    for (let step = 0; !context.signal.aborted; step += 1) {
      context.progress(step);
      await pause(1);
    }
    this.aborted += 1;
    return 'done';
  }
}

const LIMIT = 10_000;

function call(name: string, meta: object = {}, init: RequestInit = {}): Request {
  const params = { name, arguments: {}, _meta: { ...MODERN_META, ...meta } };
  return new Request('https://mcp.example.com/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    ...init,
  });
}

describe('a web request', () => {
  let tools: WebTools;
  let host: Awaited<ReturnType<typeof httpHost>>;

  beforeAll(async () => {
    host = await httpHost([WebTools]);
    tools = host.harness.get(WebTools);
  });
  afterAll(() => host.harness.close());

  const answer = (request: Request, auth?: { clientId: string; scopes: string[]; token: string }) =>
    answerWeb(host.host, request, { auth, maxRequestBytes: LIMIT });

  it('is answered with JSON, for the caller that it is of', async () => {
    const caller = { clientId: 'ada', scopes: [], token: '' };
    const [known, unknown] = await Promise.all([answer(call('who'), caller), answer(call('who'))]);
    expect(known.status).toBe(200);
    expect(known.headers.get('content-type')).toBe('application/json');
    expect(await known.text()).toContain('"ada"');
    expect(await unknown.text()).toContain('"nobody"');
  });

  it('gets a stream as it comes, whose reader ends the call by going away', async () => {
    const before = tools.aborted;
    const response = await answer(call('steps', { progressToken: 1 }));
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toContain('notifications/progress');
    await reader.cancel();
    await until(() => tools.aborted > before);
  });

  it('ends its call when it is aborted itself', async () => {
    const before = tools.aborted;
    const abort = new AbortController();
    const answered = answer(call('steps', {}, { signal: abort.signal }));
    abort.abort();
    await answered;
    await until(() => tools.aborted > before);
  });

  it('has a body of bounded size', async () => {
    const response = await answer(call('who', {}, { body: 'x'.repeat(LIMIT + 1) }));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      id: null,
      error: { message: `A request body has at most ${LIMIT} bytes.` },
    });
  });

  it('without a body or a good method is refused like any other', async () => {
    expect((await answer(call('who', {}, { body: null }))).status).toBe(400);
    expect((await answer(call('who', {}, { method: 'PUT' }))).status).toBe(405);
  });
});
