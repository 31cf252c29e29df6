import { isWhole, readOptions } from './options';

describe('the options of the benchmark', () => {
  it('have defaults that make a whole run', () => {
    const options = readOptions([]);
    expect(options).toEqual({ rounds: 7, seconds: 2, only: [], quick: false });
    expect(isWhole(options)).toBe(true);
  });

  it.each([[['--quick']], [['--only=api,floor']], [['--rounds', '4']]])(
    '%j make a run whose figures are not written down',
    (args) => {
      expect(isWhole(readOptions(args))).toBe(false);
    },
  );

  it('name several things to measure', () => {
    expect(readOptions(['--only', 'api,floor']).only).toEqual(['api', 'floor']);
  });

  it('refuse what is no number', () => {
    expect(() => readOptions(['--rounds', 'many'])).toThrow('--rounds');
  });
});
