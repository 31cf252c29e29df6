import { storableText } from './storable-text';

describe('a text of a client', () => {
  it.each([
    ['plain', 'plain'],
    ["'; DROP TABLE audit_record; --", "'; DROP TABLE audit_record; --"],
    ['a\0b', 'a\u{FFFD}b'],
    ['\uD800', '\u{FFFD}'],
    ['\uDC00\uD800', '\u{FFFD}\u{FFFD}'],
    ['whole 😀 pair', 'whole 😀 pair'],
    ['\n\t\x7f', '\n\t\x7f'],
  ])('%j is stored as %j', (text, stored) => {
    expect(storableText(text, 100)).toBe(stored);
  });

  it('is cut at its limit, with a mark', () => {
    expect(storableText('x'.repeat(1_000_000), 4)).toBe('xxxx…[999996 more characters]');
  });

  it('has no half of a pair where it was cut', () => {
    expect(storableText('a😀', 2)).toBe('a\u{FFFD}…[1 more characters]');
  });
});
