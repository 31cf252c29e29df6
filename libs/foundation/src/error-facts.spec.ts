import { codeOf, messageOf } from './error-facts';

describe('what was thrown', () => {
  it('tells its message, whatever it is', () => {
    expect(messageOf(new Error('broken'))).toBe('broken');
    expect(messageOf({ message: 'not an Error' })).toBe('not an Error');
    expect(messageOf('a text')).toBe('a text');
    expect(messageOf(undefined)).toBe('undefined');
  });

  it('tells its code where that is a text', () => {
    expect(codeOf(Object.assign(new Error(), { code: 'ENOENT' }))).toBe('ENOENT');
    expect(codeOf({ code: 7 })).toBeUndefined();
    expect(codeOf(null)).toBeUndefined();
  });
});
