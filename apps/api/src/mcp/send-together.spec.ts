import type { FastifyReply } from 'fastify';
import { sendTogether } from './send-together';

describe('the answers of one turn of the event loop', () => {
  const sent: string[] = [];
  const destroyed: unknown[] = [];
  const reply = (fails = false) =>
    ({
      send: (body: string) => {
        if (fails) throw new TypeError('Invalid character in header content');
        sent.push(body);
      },
      raw: { destroy: (error: unknown) => destroyed.push(error) },
    }) as unknown as FastifyReply;

  it('are sent together at its end, and one that fails harms no other', async () => {
    sendTogether(reply(), 'a');
    sendTogether(reply(true), 'b');
    sendTogether(reply(), 'c');
    expect(sent).toEqual([]);
    await new Promise(setImmediate);
    expect(sent).toEqual(['a', 'c']);
    expect(destroyed).toEqual([new TypeError('Invalid character in header content')]);
  });
});
