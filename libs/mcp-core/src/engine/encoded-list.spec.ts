import { ResultEncoder } from './result-encoder';
import { EncodedList } from './encoded-list';

const encoder = new ResultEncoder({ name: 's', version: '1' });
const cache = { ttlMs: 5, scope: 'public' as const };
const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `t${index}` }));
const page = (list: EncodedList, cursor?: unknown) =>
  JSON.parse(list.page('modern', cursor).toString()) as { tools: unknown[]; nextCursor?: string };

describe('a list', () => {
  it.each([
    [0, 2, [0]],
    [2, 2, [2]],
    [5, 2, [2, 2, 1]],
  ])('of %i entries, %i to a page, has pages of %j', (count, size, expected) => {
    const list = new EncodedList('tools', entries(count), size, cache, encoder);
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const { tools, nextCursor } = page(list, cursor);
      sizes.push(tools.length);
      cursor = nextCursor;
    } while (cursor !== undefined);
    expect(sizes).toEqual(expected);
  });

  it.each(['', 'x', 7, null, {}, 'ZnJvbTox'])('refuses the cursor %j', (cursor) => {
    const list = new EncodedList('tools', entries(5), 2, cache, encoder);
    expect(() => list.page('modern', cursor)).toThrow('Unknown cursor');
  });

  it('shows the legacy era nothing that it does not know', () => {
    const list = new EncodedList('tools', entries(1), 2, cache, encoder);
    expect(JSON.parse(list.page('legacy', undefined).toString())).toEqual({
      tools: [{ name: 't0' }],
    });
  });
});
