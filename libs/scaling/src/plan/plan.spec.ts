import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rulesOf } from '../testing/rules-of';
import { plan } from './plan';
import { runPlan } from './plan-command';
import { planSvg } from './plan-svg';
import { planText } from './plan-text';

const text = `
time_zone: Europe/Berlin
hours: { weekdays: ['08:00-18:00'], friday: ['22:00-06:00'], sunday: ['01:30-03:30'] }
exclusions: [{ target: redis, why: it wakes the others }]
overrides:
  - { target: api, from: 2026-10-21T20:00, until: 2026-10-21T22:00, size: on_hours, reason: '<script>alert("&")</script>' }
targets:
  - { name: api, platform: ecs, cluster: c, service: s, on_hours: { min: 2, desired: 3, max: 10 } }
  - { name: redis, platform: ecs, cluster: c, service: r, on_hours: { min: 1, max: 1 } }
`;
const now = Date.parse('2026-10-19T12:00Z');
const rules = rulesOf(text, now);
/** From the Monday before the clocks are set back. */
const week = plan(rules, { from: '2026-10-19', days: 7 });

describe('the plan of a week', () => {
  it('has every minute of every day, also of one with 25 hours', () => {
    for (const { days } of week) {
      expect(days.map(({ date }) => date)).toEqual(
        [19, 20, 21, 22, 23, 24, 25].map((day) => `2026-10-${day}`),
      );
      for (const { from, until, spans } of days) {
        expect(spans[0]?.from).toBe(from);
        expect(spans.at(-1)?.until).toBe(until);
        spans.slice(1).forEach((span, index) => expect(span.from).toBe(spans[index]?.until));
      }
    }
    const hours = week[0]?.days.map(({ from, until }) => (until - from) / 3_600_000);
    expect(hours).toEqual([24, 24, 24, 24, 24, 24, 25]);
  });

  it('is a table that says when, how many and why', () => {
    const lines = planText(week).split('\n');
    expect(lines[0]).toBe('api (Europe/Berlin)');
    expect(lines).toEqual(
      expect.arrayContaining([
        '  2026-10-19 mon  00:00-08:00  off        0             outside of its hours',
        expect.stringMatching(/^ {18}08:00-18:00 {2}on {9}3 \(2 to 10\) {3}in its hours: monday/),
        expect.stringMatching(/^ {18}18:00-18:10 {2}grace/),
        expect.stringMatching(/^ {18}20:00-22:00 {2}override/),
        expect.stringMatching(/^ {18}22:00-24:00 {2}on .*friday 22:00-06:00/),
        expect.stringMatching(/^ {2}2026-10-24 sat {2}00:00-06:00 {2}on .*friday 22:00-06:00/),
        expect.stringContaining('left alone: it wakes the others'),
      ]),
    );
  });

  it('names holidays on their day alone, and says of a dry run that none of it is done', () => {
    const holidays = `dry_run: true\nholidays: [{ date: '12-25', name: Christmas }]\n`;
    const days = plan(rulesOf(`${holidays}${text.trimStart()}`, now), {
      from: '2026-12-24',
      days: 3,
    });
    const lines = planText(days).split('\n');
    expect(lines[0]).toBe('api (Europe/Berlin), dry run: none of it is done');
    const named = lines.filter((line) => line.includes('Christmas'));
    expect(named).toEqual([
      '  2026-12-25 fri  00:00-24:00  off        0             outside of its hours: Christmas, Europe/Berlin',
    ]);
  });

  it('is a drawing whose bars say the same in words, and nothing of which is markup from outside', () => {
    const svg = planSvg(week);
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="title description"/);
    expect(svg).toContain('<title id="title">Scaling plan</title>');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;');
    const bars = [...svg.matchAll(/<g class="\w+"><title>/g)];
    expect(bars).toHaveLength(
      week.flatMap(({ days }) => days.flatMap(({ spans }) => spans)).length,
    );
    for (const [, width] of svg.matchAll(/<rect [^>]*width="([^"]+)"/g)) {
      expect(Number(width)).toBeGreaterThan(0);
    }
    expect(balanced(svg)).toBe(true);
    expect(svg).toContain('>sun 10-25 <tspan class="quiet">25 h</tspan></text>');
    // Where a bar is narrow it has room for the number alone.
    expect(svg).toMatch(/01:30 to 03:30: 3 \(2 to 10\).*class="size".*>3<\/text>/);
  });
});

/** Whether every element that is opened is closed, in order. */
function balanced(svg: string): boolean {
  const open: string[] = [];
  for (const [, close, name = '', rest = ''] of svg.matchAll(/<(\/?)(\w+)([^\w>][^>]*)?>/g)) {
    if (close === '/') {
      if (open.pop() !== name) return false;
    } else if (!rest.endsWith('/')) open.push(name);
  }
  return open.length === 0;
}

describe('the command that shows the plan', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scaling-plan-'));
    file = join(folder, 'scaling.yaml');
    writeFileSync(file, text);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]) => runPlan(args, { SCALING_CONFIG: file }, now);

  it('prints a week from today, and draws it where it is told to', async () => {
    const svg = join(folder, 'plan.svg');
    const { exitCode, output, errors } = await run('--svg', svg);
    expect([exitCode, errors]).toEqual([0, '']);
    expect(output.match(/^ {2}2026/gm)).toHaveLength(14);
    expect(readFileSync(svg, 'utf8')).toBe(planSvg(week));
    expect((await run('--from', '2026-10-21', '--days', '1')).output).toMatch(/2026-10-21 wed/);
  });

  it('fails for rules with faults, which it tells with line and column', async () => {
    writeFileSync(file, text.replace('min: 2,', 'min: 20,'));
    const { exitCode, output, errors } = await run();
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toMatch(/scaling\.yaml:8:\d+ targets\[0\]\.on_hours\.min: min is over max/);
    expect((await run('--config', join(folder, 'none.yaml'))).exitCode).toBe(1);
  });

  it.each([[['--days', '0']], [['--days', '32']], [['--from', 'today']], [['--what']], [['x']]])(
    'says how it is used, asked with %j',
    async (args) => {
      const { exitCode, errors } = await run(...args);
      expect(exitCode).toBe(2);
      expect(errors).toContain('--svg <file>');
    },
  );
});
