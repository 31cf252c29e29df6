import { Injectable, NotFoundException } from '@nestjs/common';
import { Resource, Tool } from '../../catalog/feature.decorators';
import { elicit, elicitUrl } from '../../features/input-request';
import type { ToolContext } from '../../features/tool-context';
import { ErrorCode, ProtocolError, ResourceNotFoundError } from '../../protocol/protocol.error';
import { httpHost } from './http-host.fixture';

const form = { type: 'object', properties: { sure: { type: 'boolean' } } };

@Injectable()
class FailingFeatures {
  @Resource({ uriTemplate: 'missing://{how}', name: 'missing', description: 'Is not there.' })
  missing({ how }: { how: string }): object {
    if (how === 'nest') throw new NotFoundException('No such thing.');
    if (how === 'own') throw new ResourceNotFoundError(`missing://${how}`);
    if (how === 'code') throw new ProtocolError(ErrorCode.resourceNotFound, 'Not here.');
    return undefined as unknown as object;
  }

  @Resource({
    uri: 'asked://once',
    name: 'asked',
    description: 'Asks first.',
    cache: { ttlMs: 60_000, scope: 'public' },
  })
  async asked(_input: unknown, context: ToolContext) {
    await context.requestInput({ sure: elicit({ message: 'Sure?', schema: form }) });
    return 'answered';
  }

  @Tool({ name: 'reserved', description: 'Invents a code.' })
  reserved() {
    throw new ProtocolError(-32_050, 'Mine.');
  }

  @Tool({ name: 'own', description: 'Has a code of its own.' })
  own() {
    throw new ProtocolError(1_234, 'Mine.');
  }

  @Tool({ name: 'page', description: 'Sends to a page.' })
  async page(_input: unknown, context: ToolContext) {
    const { page } = await context.requestInput({
      page: elicitUrl({ message: 'Please pay.', url: 'https://example.com/pay' }),
    });
    return page.action;
  }
}

describe('an error', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;

  beforeAll(async () => {
    mcp = await httpHost([FailingFeatures], {}, [], () => undefined);
  });
  afterAll(() => mcp.harness.close());

  it.each(['nest', 'own', 'code', 'nothing'])(
    'for a resource that is missing has the code of its era: %s',
    async (how) => {
      const uri = `missing://${how}`;
      const modern = await mcp.modern('resources/read', { uri });
      expect(modern.json()['error']).toMatchObject({ code: -32602 });
      const read = { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri } };
      const legacy = await mcp.post(read, { headers: await mcp.open() });
      expect(legacy.json()['error']).toMatchObject({ code: -32002 });
    },
  );

  it('with a code that is not its author’s to give is an internal one', async () => {
    const reserved = await mcp.modern('tools/call', { name: 'reserved' });
    expect(reserved.json()).toMatchObject({
      result: { isError: true, content: [{ text: expect.stringContaining('Internal error') }] },
    });
    const own = await mcp.modern('tools/call', { name: 'own' });
    expect(own.json()['error']).toMatchObject({ code: 1_234 });
    expect(() => new ProtocolError(-32_050, 'Mine.')).toThrow(
      'Error code -32050: expected an integer that JSON-RPC does not reserve (-32768 to -32000), or one of ErrorCode.',
    );
  });
});

describe('what was asked for', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;

  beforeAll(async () => {
    mcp = await httpHost([FailingFeatures], {}, [], () => undefined);
  });
  afterAll(() => mcp.harness.close());

  const meta = {
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { url: {}, form: {} } },
  };

  it('leaves a result that is not for caching', async () => {
    const inputResponses = { sure: { action: 'accept', content: { sure: true } } };
    const reply = await mcp.modern(
      'resources/read',
      { uri: 'asked://once', inputResponses },
      { meta },
    );
    expect(reply.json()['result']).toMatchObject({ ttlMs: 0, cacheScope: 'private' });
  });

  it('by a page has an id in 2025-11-25 and none in 2026-07-28', async () => {
    const modern = await mcp.modern('tools/call', { name: 'page' }, { meta });
    const { inputRequests } = modern.json()['result'] as { inputRequests: { page: object } };
    expect(inputRequests.page).toEqual({
      method: 'elicitation/create',
      params: { mode: 'url', message: 'Please pay.', url: 'https://example.com/pay' },
    });

    const headers = await mcp.open({ capabilities: { elicitation: { url: {} } } });
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'page' } };
    const reply = await mcp.post(call, { headers });
    let text = '';
    for await (const chunk of reply.stream ?? []) {
      text += String(chunk);
      if (text.includes('elicitation/create')) break;
    }
    expect(text).toMatch(/"elicitationId":"[0-9a-f-]{36}"/);
    reply.disconnect();
  });
});
