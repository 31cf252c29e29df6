import { parseRules } from './parse-rules';
import type { RulesFault } from './rules-fault';
import { YamlSource } from './yaml-source';

const now = Date.UTC(2026, 5, 1);
const most = 65_000;
const filled = (line: (index: number) => string, head = '') => {
  let text = head;
  for (let index = 0; text.length < most; index += 1) text += line(index);
  return text;
};

/** Milliseconds of processor time. */
function cost(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const ATTEMPTS = 10;

/** Others use this machine too, and a first time compiles: what once costs no more is that cheap. */
function isEverTrue(attempt: () => boolean): boolean {
  return Array.from({ length: ATTEMPTS }).some(attempt);
}

const isCheap = (text: string) => isEverTrue(() => cost(() => faultsOf(text)) < 100);

const target = 'platform: ecs, cluster: c, service: s';
const sound = (i: number) => `  - { name: t${i}, ${target}${i}, on_hours: { min: 1, max: 2 } }\n`;

const dearest: [string, string][] = [
  ['targets without a fault', filled(sound, 'targets:\n')],
  ['settings that are none', filled((i) => `k${i}: 1\n`)],
  ['settings that come twice', filled(() => `a: 1\n`)],
  ['values that are syntax errors', filled(() => `a: ]\n`)],
  ['targets with faults', filled((i) => `  - { name: T${i} }\n`, 'targets:\n')],
  ['targets of one name', filled(() => sound(1), 'targets:\n')],
  ['settings of one target', filled((i) => `    k${i}: 1\n`, `targets:\n  - name: a\n`)],
  ['lists in lists', `targets: ${'['.repeat(most)}`],
  ['closed lists in lists', `targets: ${'['.repeat(most / 2)}${']'.repeat(most / 2)}`],
  ['nested blocks', `targets:\n${'- '.repeat(most / 2)}`],
  [
    'exceptions',
    filled((i) => `  - { date: '${1000 + i}-01-01', hours: [] }\n`, 'targets: []\nexceptions:\n'),
  ],
  [
    'overrides',
    filled(
      () => `  - {target: t, from: 2026-07-01T12:00, until: 2026-07-01T10:00, size: on_hours}\n`,
      `time_zone: Europe/Berlin\ntargets:\n  - { name: t, ${target}, on_hours: { min: 1, max: 2 } }\noverrides:\n`,
    ),
  ],
  [
    'zones',
    filled(
      (i) =>
        `  - { name: t${i}, ${target}${i}, time_zone: Europe/Berlin, on_hours: { min: 1, max: 2 } }\n`,
      'targets:\n',
    ),
  ],
  ['aliases', filled(() => `  - *a\n`, 'a: &a { b: 1 }\ntargets:\n')],
];

const bombs: [string, string][] = [
  [
    'aliases of aliases',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghij'].map((k, i) => `${k}: &${k} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]\n`).join('')}targets: *j\n`,
  ],
  ['aliases of one list', `a: &a [${'x,'.repeat(3000)}]\ntargets: [${'*a,'.repeat(99)}*a]\n`],
  ['an alias of itself', 'targets: &a [*a, *a]\n'],
];

const faultsOf = (text: string) => parseRules(text, { now }).faults;

describe('a rules file at the limit of its length', () => {
  it.each(dearest)(
    'of %s costs as much as to parse it thrice at most, and has 50 faults at most',
    (_, text) => {
      let faults: readonly RulesFault[] = [];
      const isBounded = () => {
        const parsing = cost(() => new YamlSource(text));
        return cost(() => (faults = faultsOf(text))) < 3 * parsing + 100;
      };
      expect(isEverTrue(isBounded)).toBe(true);
      expect(faults.length).toBeLessThanOrEqual(50);
      const lines = text.split('\n');
      for (const { line, column } of faults) {
        expect(lines[line - 1]?.length).toBeGreaterThanOrEqual(column - 1);
      }
    },
  );
});

describe('a rules file of 70 KB', () => {
  it.each(dearest)('of %s costs less than 100 ms, and is told to be too long', (_, start) => {
    const text = `${start}\n${'# and so on\n'.repeat(700)}`;
    expect(text.length).toBeGreaterThan(70_000);
    expect(faultsOf(text)).toMatchObject([{ code: 'SHAPE', line: expect.any(Number) }]);
    expect(isCheap(text)).toBe(true);
  });
});

describe('a rules file of few bytes that means much', () => {
  it.each(bombs)('(%s) costs less than 100 ms', (_, text) => {
    expect(faultsOf(text)).toMatchObject([
      { message: expect.stringMatching(/^more than (20000 values|500 aliases)/) },
    ]);
    expect(isCheap(text)).toBe(true);
  });
});

describe('what many targets share', () => {
  it('stands once, for as many as there are', () => {
    const text = `targets:
  - { name: first, ${target}, on_hours: { min: 1, max: 2 }, holidays: &days [{ date: '12-25' }] }
${Array.from({ length: 200 }, (_, i) => sound(i).replace('on_hours', 'holidays: *days, on_hours')).join('')}`;
    expect(faultsOf(text)).toEqual([]);
  });
});
