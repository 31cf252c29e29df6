import { cursorField, decodeCursor, encodeCursor } from './cursor';

describe('a cursor', () => {
  const position = { at: 1_795_000_000_123, id: '019f4a1c-2b7b-7c1e-8a52-3f6c1d9e0b47' };

  it('leads back to its position', () => {
    expect(decodeCursor(encodeCursor(position))).toEqual(position);
  });

  it.each([
    '',
    'x',
    '123',
    encodeCursor(position).slice(1),
    `${encodeCursor(position)}=`,
    ` ${encodeCursor(position)}`,
    encodeCursor({ at: -1, id: position.id }),
    encodeCursor({ at: 1e20, id: position.id }),
    encodeCursor({ at: 1, id: "' OR 1=1 --" }),
  ])('is none: %j', (text) => expect(decodeCursor(text)).toBeUndefined());

  it('of another list is no place in this one', () => {
    const field = cursorField(/^\d+$/);
    expect(field.parse(encodeCursor({ at: 1, id: '42' }))).toEqual({ at: 1, id: '42' });
    const { error } = field.safeParse(encodeCursor(position));
    expect(error?.issues[0]?.message).toBe('expected `next` of a page before');
  });
});
