import { type Check, isAcceptable, judge } from './verdict';

const check = (status: Check['status']): Check => ({
  name: 'Check',
  description: 'does it',
  status,
});

/** Judges one scenario alone and tells whether the run may pass. */
function mayPass(scenario: string, required: string[], checks?: Check[]): boolean {
  const results = new Map(checks === undefined ? [] : [[scenario, checks]]);
  return judge(required, results).every(isAcceptable);
}

describe('a required scenario', () => {
  it.each([
    ['passed its checks', [check('SUCCESS')], true],
    ['was only warned', [check('SUCCESS'), check('WARNING')], true],
    ['failed one check', [check('SUCCESS'), check('FAILURE')], false],
    ['checked nothing', [check('INFO'), check('SKIPPED')], false],
    ['the suite skips', [check('SKIPPED')], false],
    ['left no result', undefined, false],
  ])('that %s: may the run pass?', (_what, checks, expected) => {
    expect(mayPass('a', ['a'], checks)).toBe(expected);
  });
});

describe('another scenario', () => {
  it.each([
    ['b', [check('SUCCESS')], true],
    ['b', [check('FAILURE')], false],
    ['b', [check('SKIPPED')], true],
    ['b', [check('INFO')], false],
    ['b', [], false],
  ])('%s with %j: may the run pass? %s', (scenario, checks, expected) => {
    expect(mayPass(scenario, [], checks)).toBe(expected);
  });
});
