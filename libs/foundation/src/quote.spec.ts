import { quote, quoteField } from './quote';

describe('a quoted text', () => {
  it('stands on one line', () => {
    expect(quote('a\n"b"')).toBe('"a\\n\\"b\\""');
  });

  it('is cut', () => {
    expect(quote('x'.repeat(201))).toBe(`"${'x'.repeat(200)}…"`);
    expect(quote('abcd', 3)).toBe('"abc…"');
  });
});

describe('the name of a field', () => {
  it('is quoted where it is no ordinary one', () => {
    expect(quoteField('rate_limit.requests')).toBe('rate_limit.requests');
    expect(quoteField('a b')).toBe('"a b"');
    expect(quoteField('x'.repeat(41))).toBe(`"${'x'.repeat(40)}"`);
  });
});
