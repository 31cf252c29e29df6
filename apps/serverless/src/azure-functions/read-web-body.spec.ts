import { readWebBody } from './read-web-body';

const LIMIT = 10_000;
const bodyOf = (text: string | null) =>
  new Request('https://mcp.example.com/mcp', { method: 'POST', body: text }).body;

describe('the body of a web request', () => {
  it('is its text', async () => {
    expect(await readWebBody(bodyOf('日本'), LIMIT)).toBe('日本');
  });

  it('is none where there is none', async () => {
    expect(await readWebBody(bodyOf(null), LIMIT)).toBeUndefined();
  });

  it('has a bounded size, and is not read beyond', async () => {
    let chunks = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        chunks += 1;
        controller.enqueue(new Uint8Array(LIMIT));
      },
    });
    await expect(readWebBody(endless, LIMIT)).rejects.toMatchObject({
      status: 413,
      message: `A request body has at most ${LIMIT} bytes.`,
    });
    expect(chunks).toBeLessThanOrEqual(3);
  });
});
