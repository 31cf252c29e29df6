import { claimAt, textAt, textsAt } from './claim-path';

const claims = {
  scope: 'a  b',
  list: ['c', 7, 'd e', null],
  deep: { er: { roles: ['f'] }, 'with.dot': { x: 'g' } },
  'https://example.com/roles': ['h'],
  'deep.er': 'the whole name goes first',
  number: 7,
  empty: '',
};

describe('a claim path', () => {
  it.each([
    ['scope', 'a  b'],
    ['deep.er', 'the whole name goes first'],
    ['deep.er.roles', ['f']],
    ['deep.with.dot.x', 'g'],
    ['https://example.com/roles', ['h']],
    ['deep.nothing', undefined],
    ['scope.length', undefined],
    ['__proto__.toString', undefined],
    ['constructor', undefined],
  ])('%s leads to %j', (path, value) => {
    expect(claimAt(claims, path)).toEqual(value);
  });

  it('gives the first text that says something', () => {
    expect(textAt(claims, ['number', 'empty', 'scope'])).toBe('a  b');
    expect(textAt(claims, ['number'])).toBeUndefined();
  });

  it('gives all texts of all claims', () => {
    expect(textsAt(claims, ['scope', 'list', 'number', 'none'], 'words')).toEqual([
      'a',
      'b',
      'c',
      'd e',
    ]);
    expect(textsAt(claims, ['scope'], 'whole')).toEqual(['a  b']);
  });
});
