import { PassThrough } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Tool, ToolContext } from '../..';
import { MODERN_META } from '../http/http-host.fixture';
import { createHarness, type Harness } from '../../testing';
import { McpStdio } from './mcp-stdio';

@Injectable()
class Tools {
  @Tool({ name: 'hello', description: 'Greets.' })
  hello() {
    return 'hello';
  }

  @Tool({ name: 'slow', description: 'Ends in a while, or at the signal.' })
  slow(_: Record<string, never>, { signal }: ToolContext) {
    return new Promise<string>((resolve) => {
      signal.addEventListener('abort', () => resolve('stopped'));
    });
  }
}

type Message = Record<string, unknown>;
const modern = (id: number, method: string, params = {}) => ({
  jsonrpc: '2.0',
  id,
  method,
  params: { ...params, _meta: MODERN_META },
});
const initialize = (protocolVersion: string) => ({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'c', version: '1' } },
});

describe('stdio', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({
      providers: [Tools],
      environment: { MAX_REQUEST_BYTES: '2KiB', SHUTDOWN_GRACE: '20s' },
    });
  });
  afterAll(() => harness.close());

  /** What is written when these are the lines of the input, to its end. */
  async function converse(...lines: unknown[]): Promise<Message[]> {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const served = harness.get(McpStdio).serve(input, output);
    for (const line of lines)
      input.write(typeof line === 'string' ? line : `${JSON.stringify(line)}\n`);
    input.end();
    await served;
    const text = String(output.read() ?? '');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Message);
  }

  it('answers the call that came last before the input ended', async () => {
    const [answer] = await converse(modern(1, 'tools/call', { name: 'hello' }));
    expect(answer).toMatchObject({ id: 1, result: { content: [{ text: 'hello' }] } });
  });

  it('serves both eras on one channel', async () => {
    const answers = await converse(
      modern(1, 'server/discover'),
      initialize('2025-11-25'),
      { jsonrpc: '2.0', id: 2, method: 'ping' },
      modern(3, 'ping'),
    );
    expect(answers.find(({ id }) => id === 1)).toMatchObject({
      result: { supportedVersions: ['2026-07-28'] },
    });
    expect(answers.find(({ id }) => id === 0)).toMatchObject({
      result: { protocolVersion: '2025-11-25' },
    });
    expect(answers.find(({ id }) => id === 2)).toMatchObject({ result: {} });
    expect(answers.find(({ id }) => id === 3)).toMatchObject({ error: { code: -32601 } });
  });

  it('answers a client that did not open a session with what a request needs', async () => {
    const [answer] = await converse({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    expect(answer).toMatchObject({
      id: 1,
      error: { code: -32602, message: expect.stringContaining('_meta') },
    });
  });

  it.each([
    ['{"jsonrpc":\n', -32700],
    ['[]\n', -32600],
    [
      `{"jsonrpc":"2.0","id":1,"method":"ping","params":${'{"a":'.repeat(150)}0${'}'.repeat(150)}}\n`,
      -32600,
    ],
    [`{"jsonrpc":"2.0","id":1,"method":"${'x'.repeat(3_000)}"}\n`, -32600],
  ])('goes on after a bad line', async (line, code) => {
    const [error, answer] = await converse(line, modern(2, 'tools/call', { name: 'hello' }));
    expect(error).toMatchObject({ error: { code } });
    expect(error).not.toHaveProperty('id');
    expect(answer).toMatchObject({ id: 2, result: {} });
  });

  it('does not answer a cancelled call', async () => {
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    const answers = await converse(
      modern(1, 'tools/call', { name: 'slow' }),
      cancel,
      modern(2, 'server/discover'),
    );
    expect(answers.map(({ id }) => id)).toEqual([2]);
  });

  it('ends a subscription in good order when the input ends', async () => {
    const answers = await converse(
      modern(5, 'subscriptions/listen', { notifications: { toolsListChanged: true } }),
    );
    expect(answers).toMatchObject([
      { method: 'notifications/subscriptions/acknowledged' },
      { id: 5, result: { resultType: 'complete' } },
    ]);
  });

  it('answers a batch where the session has batches', async () => {
    const ping = (id: number) => ({ jsonrpc: '2.0', id, method: 'ping' });
    const [, batch] = await converse(initialize('2025-03-26'), [ping(1), ping(2)]);
    expect(batch).toMatchObject([
      { id: 1, result: {} },
      { id: 2, result: {} },
    ]);
    const [, refused] = await converse(initialize('2025-06-18'), [ping(1)]);
    expect(refused).toMatchObject({ error: { code: -32600 } });
  });
});
