import type { ServerResponse } from 'node:http';
import { flushAtEndOfTick } from './flush-at-end-of-tick';

describe('the answers of one turn of the event loop', () => {
  const sent: string[] = [];
  const destroyed: unknown[] = [];
  const response = {
    destroy: (error: unknown) => destroyed.push(error),
  } as unknown as ServerResponse;
  const answer = (body: string) => flushAtEndOfTick(response, () => void sent.push(body));

  it('are sent together at its end, and one that fails harms no other', async () => {
    answer('a');
    flushAtEndOfTick(response, () => {
      throw new TypeError('Invalid character in header content');
    });
    answer('c');
    expect(sent).toEqual([]);
    await new Promise(setImmediate);
    expect(sent).toEqual(['a', 'c']);
    expect(destroyed).toEqual([new TypeError('Invalid character in header content')]);
  });
});
