import { Injectable } from '@nestjs/common';
import { Tool, type ToolContext } from '../..';
import { createHarness, httpHost } from '../../testing';

@Injectable()
class Tools {
  @Tool({ name: 'headers', description: 'Shows the headers that it sees.' })
  headers(_: Record<string, never>, { headers }: ToolContext) {
    return headers;
  }
}

const SENT = {
  'accept-language': 'de',
  'user-agent': 'test/1',
  'x-tenant': 'north',
  authorization: 'Bearer secret',
  cookie: 'session=secret',
  'x-api-key': 'secret',
};
const textOf = (message: unknown) =>
  JSON.parse(
    (message as { result: { content: { text: string }[] } }).result.content[0]!.text,
  ) as unknown;

describe('the headers that a tool sees', () => {
  it.each([
    ['by default', {}, { 'accept-language': 'de', 'user-agent': 'test/1' }],
    ['as configured', { CONTEXT_HEADERS: 'X-Tenant' }, { 'x-tenant': 'north' }],
  ])('are those that are allowed, in both eras, %s', async (_how, environment, seen) => {
    const mcp = await httpHost([Tools], environment);
    const modern = await mcp.modern('tools/call', { name: 'headers' }, { headers: SENT });
    expect(textOf(modern.json())).toEqual(seen);

    const session = await mcp.open();
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'headers' } };
    const legacy = await mcp.post(call, { headers: { ...SENT, ...session } });
    expect(textOf(legacy.json())).toEqual(seen);
    await mcp.harness.close();
  });

  it('are none where there is no HTTP request', async () => {
    const harness = await createHarness({ providers: [Tools] });
    const client = await harness.connect('modern');
    expect(await client.callTool({ name: 'headers' })).toMatchObject({ content: [{ text: '{}' }] });
    await harness.close();
  });
});
