import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { scalingSchema } from '../storage/scaling-schema';
import { Assistant, type Seen } from '../testing/assistant';

const minute = 60_000;
const hour = 60 * minute;
/** A Wednesday in Berlin, whose hours are from 08:00 to 18:00 and their grace to 18:10. */
const morning = Date.parse('2026-06-03T05:30Z');
const evening = Date.parse('2026-06-03T15:30Z');
const christmas = Date.parse('2026-12-25T06:30Z');

const rulesOf = (settings: string, more = '') => `
time_zone: Europe/Berlin
holidays: [{ date: '12-25', name: Christmas }]
targets:
  - name: api
    platform: ecs
    cluster: c
    service: s
    on_hours: { min: 3, desired: 3, max: 3 }
    on_demand: { idle: 90m, size: { min: 1, desired: 1, max: 1 } }
    ${settings}
${more}`;

interface State {
  readonly name: string;
  readonly at: number;
  readonly rules?: string;
  /** Orders of others. */
  readonly before?: [tool: string, input: Record<string, unknown>];
  readonly then?: (assistant: Assistant) => void;
}

const override = (size: unknown, until: string) =>
  ['scaling_override', { target: 'api', size, until }] as [string, Record<string, unknown>];

const states: State[] = [
  { name: 'in its off hours', at: morning },
  { name: 'in its hours', at: evening },
  { name: 'at Christmas', at: christmas },
  {
    name: 'under a larger override',
    at: morning,
    before: override({ min: 6, desired: 6, max: 6 }, '08:30'),
  },
  { name: 'under an override to nothing', at: evening, before: override('off_hours', '18:30') },
  {
    name: 'paused',
    at: morning,
    before: ['scaling_pause', { all: true, until: '08:30' }],
  },
  { name: 'in a dry run', at: evening, rules: rulesOf('dry_run: true') },
  {
    name: 'left alone by its rules',
    at: evening,
    rules: rulesOf('', 'exclusions: [{ target: api, why: it wakes the others }]'),
  },
  {
    name: 'without a worker',
    at: morning,
    then: (assistant) => (assistant.worker = 'is away'),
  },
  {
    name: 'on a platform that fails',
    at: evening,
    then: (assistant) => (assistant.fate = 'fails-before'),
  },
];

const orders: [tool: string, input: Record<string, unknown>][] = [
  ['scaling_status', { target: 'api' }],
  ['scaling_override', { target: 'api', size: { min: 5, desired: 5, max: 5 } }],
  ['scaling_pause', { target: 'api' }],
  ['scaling_wake', { target: 'api' }],
];

const conversations = states.flatMap((state, row) =>
  orders.map(([tool, input], column) => {
    const era = (row + column) % 2 === 0 ? ('modern' as const) : ('legacy' as const);
    return { state, tool, input, era, title: `${tool} ${state.name}` };
  }),
);

describe('of 40 conversations of an assistant', () => {
  let database: TestDatabase;
  let assistant: Assistant;
  const told: string[][] = [];
  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await withTestDatabase({ features: [scalingSchema] });
    assistant = await Assistant.on(database);
  });
  afterAll(async () => {
    await assistant.close();
    await database.drop();
  });

  it('there are forty', () => expect(conversations).toHaveLength(40));

  it.each(conversations)('$title: what is answered happens', async (conversation) => {
    const { state, tool, input, era } = conversation;
    const before = state.at - 20 * minute;
    await assistant.begin(state.rules ?? rulesOf(''), before);
    if (state.before !== undefined) {
      expect(await assistant.call(era, ...state.before)).toMatchObject({ isError: false });
    }
    await assistant.passUntil(state.at - 10 * minute);
    state.then?.(assistant);
    await assistant.passUntil(state.at);

    const until = state.at === evening ? '19:00' : '09:00';
    const isTimed = tool === 'scaling_override' || tool === 'scaling_pause';
    const answer = await assistant.call(era, tool, { ...input, ...(isTimed && { until }) });
    const start = assistant.platform.desired;
    const seen = await assistant.passUntil(state.at + 2 * hour);

    if (!answer.isError) expect(answer.text).not.toMatch(/\dT\d\d:/);
    const claims = claimsOf(tool, answer, { start, now: state.at });
    expect(claims.length).toBeGreaterThan(0);
    for (const claim of claims) expect(brokenBy(claim, seen)).toEqual([]);
    told.push([state.name, tool, [...new Set(claims.map(({ text }) => text))].join('; ')]);
  });

  it('is told in docs/operate/scaling-people.md', () => {
    const path = join(__dirname, '../../../../docs/operate/scaling-people.md');
    const guide = readFileSync(path, 'utf8');
    const rows = states.map(({ name }) =>
      orders.map(([tool]) => told.find(([of, by]) => of === name && by === tool)?.[2] ?? ''),
    );
    const lines = [
      ['state', ...orders.map(([tool]) => `\`${tool}\``)],
      ['-', '-', '-', '-', '-'],
      ...rows.map((row, index) => [states[index]?.name ?? '', ...row]),
    ].map((cells) => `| ${cells.join(' | ')} |`);
    const plain = (text: string) => text.replace(/ +/g, ' ').replace(/-+/g, '-');
    if (process.env['WRITE_DOCS'] === '1') {
      const marked = /(<!-- conversations -->\n\n)[^]*?(\n\n<!-- end of conversations -->)/;
      writeFileSync(path, guide.replace(marked, `$1${lines.join('\n')}$2`));
    } else expect(plain(guide)).toContain(plain(lines.join('\n')));
  });
});

/** What an answer says of the replicas from one time until before another. */
interface Claim {
  readonly from: number;
  readonly until: number;
  readonly text: string;
  readonly isTrue: (replicas: number) => boolean;
}

interface Answer {
  readonly isError: boolean;
  readonly text: string;
  // As a client has it that knows no types.
  readonly structured: ReturnType<typeof JSON.parse>;
}

const forGood = Number.POSITIVE_INFINITY;
const blocking = /^(no_worker|left_alone|paused|dry_run|failing)$/;

function claimsOf(tool: string, { isError, structured }: Answer, present: Present): Claim[] {
  // An order that is refused changes nothing.
  if (isError) return [stays('refused', present.now, forGood, present)];
  switch (tool) {
    case 'scaling_status':
      return statusClaims(structured.targets[0], present);
    case 'scaling_override':
      return overrideClaims(structured.override, present);
    case 'scaling_pause': {
      const until = structured.until === null ? forGood : Date.parse(structured.until);
      return [stays('stays as it is', present.now, until, present)];
    }
    default:
      return wakeClaims(structured, present);
  }
}

interface Present {
  readonly start: number;
  readonly now: number;
}

interface Told {
  readonly code: string;
  readonly until: string | null;
}

function statusClaims(
  { whyNot, wanted, changesAt }: { whyNot: Told[]; wanted: { min: number }; changesAt: string },
  present: Present,
): Claim[] {
  const { now } = present;
  const held = stayClaims(whyNot, present);
  if (held.length > 0) return held;
  const change = Date.parse(changesAt);
  const after = change + 10 * minute;
  const isWanted = (replicas: number) => replicas === wanted.min;
  return [
    { from: now, until: change, text: 'wanted until the next change', isTrue: isWanted },
    ...(change < now + 2 * hour
      ? [{ from: change, until: after, text: 'which comes', isTrue: (n: number) => !isWanted(n) }]
      : []),
  ];
}

function overrideClaims(
  one: { from: string; until: string; holds: { from: string; until: string }[]; whyNot: Told[] },
  present: Present,
): Claim[] {
  const claims: Claim[] = stayClaims(one.whyNot, present);
  let free = Date.parse(one.from);
  const isOther = (replicas: number) => replicas !== 5;
  for (const { from, until } of one.holds) {
    const held = { from: Date.parse(from), until: Date.parse(until) };
    const isLater = held.from > free;
    const codes = one.whyNot.map(({ code }) => code).join(', ');
    if (isLater) claims.push({ from: free, until: held.from, text: codes, isTrue: isOther });
    const text = isLater ? 'then holds' : 'holds';
    claims.push({ ...held, text, isTrue: (replicas) => replicas === 5 });
    free = held.until;
  }
  const text = one.holds.length === 0 ? 'never holds' : 'until its end';
  claims.push({ from: free, until: forGood, text, isTrue: isOther });
  return claims;
}

function wakeClaims(
  wake: { state: string; until: string; whyNot: Told[] },
  present: Present,
): Claim[] {
  if (wake.state === 'held') {
    const last = Math.max(...wake.whyNot.map(({ until }) => (until ? Date.parse(until) : forGood)));
    const codes = wake.whyNot.map(({ code }) => code).join(', ');
    return [stays(`held: ${codes}`, present.now, last, present)];
  }
  const until = Date.parse(wake.until);
  return [{ from: present.now, until, text: wake.state, isTrue: (replicas) => replicas >= 1 }];
}

function stayClaims(whyNot: Told[], present: Present): Claim[] {
  return whyNot
    .filter(({ code }) => blocking.test(code))
    .map(({ code, until }) =>
      stays(code, present.now, until === null ? forGood : Date.parse(until), present),
    );
}

function stays(text: string, from: number, until: number, { start }: Present): Claim {
  return { from, until, text, isTrue: (replicas) => replicas === start };
}

/** The looks that make a claim false. */
function brokenBy({ from, until, isTrue, text }: Claim, seen: readonly Seen[]): string[] {
  return seen
    .filter(({ at, replicas }) => from <= at && at < until && !isTrue(replicas))
    .map(({ at, replicas }) => `${text}: ${replicas} at ${new Date(at).toISOString()}`);
}
