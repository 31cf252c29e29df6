import { accessOf, isOpen } from './access';

describe('what a feature asks of its callers', () => {
  it('is nothing unless it says so', () => {
    expect(isOpen(accessOf({}, 'Tools.open'))).toBe(true);
    expect(isOpen(accessOf({ scopes: ['a'] }, 'Tools.a'))).toBe(false);
    expect(isOpen(accessOf({ anyScope: ['a'] }, 'Tools.a'))).toBe(false);
    expect(isOpen(accessOf({ allow: () => true }, 'Tools.a'))).toBe(false);
  });

  it.each(['two words', 'a"b', 'a\\b', '', 'ä', 'a\r\nset-cookie: b'])(
    'cannot be the scope %j, which would break its header',
    (scope) => {
      expect(() => accessOf({ scopes: [scope] }, 'Tools.a')).toThrow(/Tools\.a: .* is no scope/);
      expect(() => accessOf({ anyScope: [scope] }, 'Tools.a')).toThrow('is no scope');
    },
  );
});
