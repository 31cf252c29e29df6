import { uuidV7 } from '../record/uuid-v7';
import { decodeCursor, encodeCursor } from './cursor';

describe('a cursor', () => {
  const position = { at: 1_795_000_000_123, id: uuidV7(1_795_000_000_123) };

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
});
