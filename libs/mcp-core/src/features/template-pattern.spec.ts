import * as fc from 'fast-check';
import { TemplatePattern, type Step } from './template-pattern';

/** Steps, each with the regular expression that finds the same. */
const RUNS: readonly (readonly [Step, string])[] = [
  [{ lead: '', without: '/?#' }, '([^/?#]+)'],
  [{ lead: '', without: '\n' }, '([^\\n]+)'],
  [{ lead: '#', without: '\n' }, '#([^\\n]+)'],
  [{ lead: '.', without: '/?#' }, '\\.([^/?#]+)'],
  [{ lead: '/', without: '/?#' }, '/([^/?#]+)'],
  [{ lead: '/', without: '/?#', repeats: true }, '/([^/?#]+(?:/[^/?#]+)*)'],
  [{ lead: ';', without: '/?#;', repeats: true }, ';([^/?#;]+(?:;[^/?#;]+)*)'],
  [{ lead: '?', without: '#', optional: true }, '(?:\\?([^#]*))?'],
  [{ lead: '&', without: '#', optional: true }, '(?:&([^#]*))?'],
];

const characters = fc.constantFrom(...'aab//..;?&#\n=ä');
const text = fc
  .array(characters, { minLength: 1, maxLength: 3 })
  .map((chars) => chars.join(''))
  .map((text) => [{ text }, text.replaceAll(/[./?]/g, '\\$&')] as const);
const steps = fc.array(fc.oneof(text, fc.constantFrom(...RUNS)), { maxLength: 6 });

describe('the pattern of a template', () => {
  it('finds what a regular expression would, as long as one has the time', () => {
    let fitting = 0;
    fc.assert(
      fc.property(steps, fc.array(characters, { maxLength: 12 }), (found, uri) => {
        const pattern = new TemplatePattern(found.map(([step]) => step));
        const expression = new RegExp(`^${found.map(([, source]) => source).join('')}$`, 'u');
        const expected = expression.exec(uri.join(''))?.slice(1);
        expect(pattern.match(uri.join(''))).toEqual(expected?.map((run) => run ?? ''));
        if (expected !== undefined) fitting += 1;
      }),
      { numRuns: 5_000 },
    );
    expect(fitting).toBeGreaterThan(100);
  });
});
