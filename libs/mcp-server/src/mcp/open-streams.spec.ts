import { Revocations, type Caller } from '@repo/auth';
import { McpNotifier } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { TestApi } from '../testing/api.fixture';
import { listen, openSession } from '../testing/streams.fixture';
import { fakeOnly } from '@repo/telemetry/testing';

@Injectable()
class RevokedClients extends Revocations {
  static readonly ids = new Set<string>();

  isRevoked({ clientId }: Caller): boolean {
    return RevokedClients.ids.has(clientId);
  }
}

@Module({ providers: [RevokedClients] })
class RevokedModule {}

let api: TestApi;
beforeAll(async () => {
  // The looks at all streams and the age of tokens are in the hand of the test.
  fakeOnly('setInterval', 'clearInterval', 'Date');
  api = await TestApi.start({ AUDIT: 'off', MCP_AUTH: 'required' }, RevokedModule);
});
afterAll(async () => {
  await api.stop();
  jest.useRealTimers();
});

/** Resolves when the server has ended the stream, in good order. */
async function endOf(stream: Response): Promise<void> {
  expect(stream.status).toBe(200);
  await stream.text();
}

/** Resolves when the stream brings a notice that was sent just now. */
async function bringsNotice(stream: Response): Promise<void> {
  api.get(McpNotifier).toolsChanged();
  let text = '';
  for await (const part of stream.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes('notifications/tools/list_changed')) return;
  }
  throw new Error(`The stream has ended: ${text}`);
}

describe.each([
  ['a subscription', listen],
  ['the stream of a session', openSession],
])('%s', (_name, open) => {
  it('ends with the token that it was opened with, and no other does', async () => {
    const grant = { clientId: 'app', scopes: [], lifetime: 600 };
    const lasting = await open(api, api.sign({ ...grant, subject: 'lasting' }));
    const short = await open(api, api.sign({ ...grant, lifetime: 1 }));
    jest.advanceTimersByTime(5_000);
    await endOf(short);
    await bringsNotice(lasting);
  });

  it('ends when its caller is revoked', async () => {
    const clientId = `revoked-${open.name}`;
    const stream = await open(api, api.sign({ clientId, scopes: [], lifetime: 600 }));
    RevokedClients.ids.add(clientId);
    jest.advanceTimersByTime(5_000);
    await endOf(stream);
  });
});
