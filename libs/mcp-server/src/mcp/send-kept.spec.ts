import { Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { TestApi } from '../testing/api.fixture';

@Injectable()
class Verbose {
  @Tool({ name: 'verbose', description: 'Größe → 日本 '.repeat(1_000) })
  verbose() {
    return 'said';
  }
}

@Module({ providers: [Verbose] })
class VerboseModule {}

const ORIGIN = 'http://localhost:6274';

describe('a list over HTTP', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start(
      { MCP_AUTH: 'off', AUDIT: 'off', MCP_SESSIONS: 'off' },
      VerboseModule,
    );
  });
  afterAll(() => api.stop());

  const list = async (id: number | string, encoding: string) => {
    const answer = await api.fetch('/mcp', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': encoding, origin: ORIGIN },
      body: JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list' }),
    });
    return { answer, text: await answer.text() };
  };

  describe.each([
    ['identity', null],
    ['gzip', 'gzip'],
  ])('to a client that takes %s', (encoding, expected) => {
    it.each([1, 2, 'ü'.repeat(250), '→'.repeat(256)])('is whole, under any id', async (id) => {
      const { answer, text } = await list(id, encoding);
      expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, expected]);
      expect(JSON.parse(text)).toMatchObject({
        jsonrpc: '2.0',
        id,
        result: { tools: expect.arrayContaining([expect.objectContaining({ name: 'verbose' })]) },
      });
    });

    it('has the headers of every answer', async () => {
      const { headers } = (await list(1, encoding)).answer;
      expect(headers.get('content-type')).toContain('application/json');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(headers.get('vary')).toBe(expected ? 'origin, accept-encoding' : 'origin');
      expect(Number(headers.get('content-length'))).toBeGreaterThan(0);
    });
  });

  it('is the same for all who ask at once', async () => {
    const asked = ['gzip', 'identity', 'gzip', 'identity', 'gzip'];
    const answers = await Promise.all(asked.map((encoding) => list(1, encoding)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('says how long it is', async () => {
    const { answer, text } = await list(1, 'identity');
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    const { answer: compressed } = await list(1, 'gzip');
    expect(Number(compressed.headers.get('content-length'))).toBeLessThan(text.length / 10);
  });
});
