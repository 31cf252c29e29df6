import { McpNotifier, Resource } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { TestApi } from '../testing/api.fixture';

const HIDDEN = 'vault://hidden';
const ABSENT = 'vault://absent';
const SHOWN = 'vault://public';

@Injectable()
class Vault {
  @Resource({ name: 'hidden', uri: HIDDEN, description: 'Of others.', allow: () => false })
  hidden() {
    return 'of others';
  }

  @Resource({ name: 'public', uri: SHOWN, description: 'Of all.' })
  public() {
    return 'of all';
  }
}

@Module({ providers: [Vault] })
class VaultModule {}

/** What one subscriber may name, in characters and in URIs. */
const MAX_CHARACTERS = 65_536;
const MAX_URIS = 1_000;
const AT_ONCE = 50;

describe('a subscription to a resource that is hidden', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ AUDIT: 'off' }, VaultModule);
  });
  afterAll(() => api.stop());

  /** @returns the answer, without the id */
  async function change(session: string, uri: string, verb = 'subscribe'): Promise<unknown> {
    const body = { jsonrpc: '2.0', id: 1, method: `resources/${verb}`, params: { uri } };
    const headers = { 'content-type': 'application/json', 'mcp-session-id': session };
    const answer = await api.fetch('/mcp', {
      method: 'POST',
      headers: { ...headers, accept: 'application/json, text/event-stream' },
      body: JSON.stringify(body),
    });
    const { result, error } = (await answer.json()) as { result?: unknown; error?: unknown };
    return result ?? error;
  }

  /** The answers to each of them in a session that has named so much already. */
  async function answersAfter(named: readonly string[]): Promise<unknown[]> {
    return Promise.all(
      [ABSENT, HIDDEN, SHOWN].map(async (uri) => {
        const session = await api.initialize();
        for (let next = 0; next < named.length; next += AT_ONCE) {
          await Promise.all(named.slice(next, next + AT_ONCE).map((one) => change(session, one)));
        }
        return change(session, uri);
      }),
    );
  }

  /** URIs with so many characters together. */
  function urisOf(characters: number): string[] {
    const uris = Array.from({ length: Math.floor(characters / 1_000) }, (_, n) =>
      `${n}`.padEnd(1_000, 'x'),
    );
    const rest = characters % 1_000;
    return rest === 0 ? uris : [...uris, 'y'.repeat(rest)];
  }
  const filled = (left: number) => urisOf(MAX_CHARACTERS - left);

  it.each([
    ['there is room', [], {}],
    ['there is just room', filled(HIDDEN.length), {}],
    ['there is no room', filled(HIDDEN.length - 1), { code: -32602 }],
    ['there is none at all', filled(0), { code: -32602 }],
  ])('is answered as one to what does not exist, where %s', async (_room, named, answer) => {
    const [absent, hidden, shown] = await answersAfter(named);
    expect(absent).toMatchObject(answer);
    expect(hidden).toEqual(absent);
    expect(shown).toEqual(absent);
  });

  it('takes the room that one to a resource that does not exist takes', async () => {
    const left = await Promise.all(
      [ABSENT, HIDDEN].map(async (uri) => {
        const session = await api.initialize();
        await change(session, uri);
        for (const one of filled(uri.length)) await change(session, one);
        const isFull = await change(session, 'z');
        await change(session, uri, 'unsubscribe');
        return [isFull, await change(session, 'z'.repeat(uri.length))];
      }),
    );
    expect(left[1]).toEqual(left[0]);
    expect(left[0]).toEqual([expect.objectContaining({ code: -32602 }), {}]);
  });

  it('counts among the URIs', async () => {
    const named = Array.from({ length: MAX_URIS }, (_, n) => `vault://${n}`);
    const [absent, hidden] = await answersAfter(named);
    expect(hidden).toEqual(absent);
    expect(absent).toMatchObject({ code: -32602 });
  });

  it('brings no notice, and one to a resource that is seen does', async () => {
    const session = await api.initialize();
    for (const uri of [HIDDEN, ABSENT, SHOWN]) await change(session, uri);
    const stream = await api.fetch('/mcp', {
      headers: { 'mcp-session-id': session, accept: 'text/event-stream' },
    });
    for (const uri of [HIDDEN, ABSENT, SHOWN]) api.get(McpNotifier).resourceUpdated(uri);
    let text = '';
    for await (const part of stream.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (text.includes(SHOWN)) break;
    }
    expect(text).not.toContain(HIDDEN);
  });
});
