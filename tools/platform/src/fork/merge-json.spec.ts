import { mergeJson } from './merge-json';

describe('three versions of a package.json', () => {
  it('keep what each side has added, changed and removed', () => {
    const base = { version: '1', dependencies: { a: '1', b: '1', c: '1' } };
    const ours = { version: '1', dependencies: { a: '1', b: '1', ours: '1' } };
    const theirs = { version: '2', dependencies: { a: '2', b: '1', c: '1', theirs: '1' } };
    expect(mergeJson(base, ours, theirs)).toEqual({
      version: '2',
      dependencies: { a: '2', b: '1', theirs: '1', ours: '1' },
    });
  });

  it('keep the elements of lists that either side has added, without what one has removed', () => {
    const references = (...paths: string[]) => paths.map((path) => ({ path }));
    expect(
      mergeJson(references('a', 'b'), references('a', 'ours'), references('a', 'b', 'theirs')),
    ).toEqual(references('a', 'theirs', 'ours'));
  });

  it('conflict where both have changed one value, and say which', () => {
    expect(() =>
      mergeJson({ scripts: { test: '1' } }, { scripts: { test: '2' } }, { scripts: { test: '3' } }),
    ).toThrow('scripts.test');
    expect(() => mergeJson({ a: '1' }, {}, { a: '2' })).toThrow('both have changed a');
  });
});
