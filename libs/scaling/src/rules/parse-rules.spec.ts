import { parseRules } from './parse-rules';
import { rulesFaultText } from './rules-fault';

const now = Date.UTC(2026, 5, 1);
const faultsOf = (text: string) =>
  parseRules(text, { now }).faults.map((fault) => rulesFaultText('f', fault));

const target = 'platform: ecs, cluster: c, service: s, on_hours: { min: 1, max: 2 }';

describe('a rules file', () => {
  it('tells all of its faults at once, each with line and column, and gives no rules', () => {
    const text = `
time_zone: Mars/Olympus
grace: 10 minutes
colour: blue
hours:
  weekdays: ['08:00-12:00', '11:00-18:00']
  saturday: ['18:00-08:00', '25:00-26:00']
  sunday: ['22:00-06:00']
  monday: ['05:00-09:00']
exceptions:
  - { date: 2027-02-29, hours: [] }
  - { from: 2026-12-24, to: 2026-12-20, hours: [] }
  - { date: 2026-07-01, hours: [] }
  - { from: 2026-06-30, to: 2026-07-02, hours: ['10:00-12:00', '11:00-13:00'] }
targets:
  - name: api
    platform: ecs
    cluster: example
    on_hours: { min: 5, desired: 3, max: 2 }
    price_per_replica_hour: -1
  - name: api
    platform: container-instances
    subscription: s
    resource_group: g
    container_group: c
    on_hours: { min: 1, max: 3 }
  - name: cron
    platform: mainframe
exclusions:
  - { target: nobody, why: because }
overrides:
  - { target: api, from: 2026-05-01T10:00Z, until: 2026-05-01T12:00Z, size: on_hours }
  - { target: apy, from: 2026-07-01T12:00, until: 2026-07-01T10:00, size: off_hours }
  - { target: api, from: soon, until: 2026-07-01T10:00, size: { min: 0, max: 9 } }
`;
    expect(parseRules(text, { now }).rules).toBeUndefined();
    expect(faultsOf(text)).toMatchInlineSnapshot(`
      [
        "f:2:12 time_zone: "Mars/Olympus" is no IANA time zone, such as Europe/Berlin",
        "f:3:8 grace: must be a duration such as 90s, 10m or 2h",
        "f:4:1 colour: there is no such setting",
        "f:6:13 hours.weekdays: hours overlap: 08:00-12:00 and 11:00-18:00",
        "f:7:14 hours.saturday[0]: "18:00-08:00" ends before it starts; over midnight at most 12 hours can be written this way, a longer night as 18:00-24:00 and, on the next day, 00:00-08:00",
        "f:7:29 hours.saturday[1]: "25:00-26:00" is not hours such as 08:00-18:00, from 00:00 to 24:00",
        "f:8:11 hours.sunday: hours overlap: 22:00-06:00 and 05:00-09:00 of the next day",
        "f:11:13 exceptions[0].date: must be a date such as 2026-12-25 or, for every year, 12-25",
        "f:12:29 exceptions[1].to: the range ends before it starts",
        "f:14:5 exceptions[3]: another exception has the same date",
        "f:14:48 exceptions[3].hours: hours overlap: 10:00-12:00 and 11:00-13:00",
        "f:16:5 targets[0].service: must be set",
        "f:19:22 targets[0].on_hours.min: min is over max",
        "f:20:29 targets[0].price_per_replica_hour: Too small: expected number to be >=0",
        "f:21:11 targets[1].name: a target named "api" stands above",
        "f:26:15 targets[1].on_hours: a container group runs or does not: max is 0 or 1",
        "f:28:15 targets[2].platform: Invalid discriminator value. Expected 'ecs' | 'kubernetes' | 'cloud-run' | 'container-instances' | 'process'",
        "f:30:15 exclusions[0].target: no target is named "nobody"",
        "f:32:5 overrides[0]: the override ended at 2026-05-01T12:00:00.000Z, in the past",
        "f:33:5 overrides[1]: no target is named "apy"; targets: api, cron",
        "f:33:5 overrides[1]: an override must end after it starts",
        "f:34:26 overrides[2].from: must be a time such as 2026-12-24T18:00 (of the target’s zone) or 2026-12-24T18:00Z",
      ]
    `);
  });

  it.each([
    ['targets: [', 'f:1:11'],
    ['targets: []\ntargets: []', 'f:2:1'],
    ['', 'f:1:1'],
    ['[]', 'f:1:1'],
    ['targets: {}', 'f:1:10 targets'],
    ['a: &a [x, x]\nb: &b [*a, *a]\ntargets: *c', 'f:1:1'],
  ])('that is no rules at all (%j) is refused', (text, start) => {
    const { rules, faults } = parseRules(text, { now });
    expect(rules).toBeUndefined();
    expect(faults.map((fault) => rulesFaultText('f', fault))[0]).toContain(start);
  });

  it('takes its defaults from the file and its targets, in that order', () => {
    const { rules } = parseRules(
      `
time_zone: Asia/Kolkata
dry_run: true
targets:
  - { name: a, ${target} }
  - { name: b, ${target.replace('service: s', 'service: other')}, time_zone: UTC, dry_run: false, hours: { sunday: ['22:00-06:00'] } }
  - { name: c, platform: process, url: 'http://127.0.0.1:8000/x', on_hours: { min: 4, max: 4 } }
exclusions: [{ target: b, why: it wakes the others }]
`,
      { now },
    );
    const [a, b, c] = rules?.targets ?? [];
    expect(a).toMatchObject({ dryRun: true, offHours: { min: 0, desired: 0, max: 0 } });
    expect(a?.settings).toEqual({ platform: 'ecs', cluster: 'c', service: 's' });
    expect(a?.calendar.zone.name).toBe('Asia/Kolkata');
    // Monday, 08:00 in Kolkata is 02:30 in UTC.
    expect(a?.calendar.at(Date.UTC(2026, 5, 1, 2, 30)).up).toBe(true);
    expect(a?.calendar.at(Date.UTC(2026, 5, 1, 2, 29)).up).toBe(false);
    expect(b).toMatchObject({ dryRun: false, excluded: 'it wakes the others' });
    expect(b?.calendar.at(Date.UTC(2026, 5, 1, 5, 59)).up).toBe(true);
    expect(c?.offHours).toEqual({ min: 1, desired: 1, max: 1 });
  });

  it('reads times of overrides by the wall clock of their target, or as they say', () => {
    const { rules } = parseRules(
      `
targets: [{ name: a, ${target}, time_zone: America/New_York }]
overrides:
  - { target: a, from: 2026-07-01T10:00, until: 2026-07-01T12:00+02:00, size: on_hours }
  - { target: a, from: 2026-07-01T10:00Z, until: 2026-07-01T12:00, size: { min: 1, max: 1 } }
`.replace('until: 2026-07-01T12:00+02:00', 'until: 2026-07-01T20:00+02:00'),
      { now },
    );
    expect(rules?.overrides.map(({ from, until }) => [from, until])).toEqual([
      [Date.UTC(2026, 6, 1, 14), Date.UTC(2026, 6, 1, 18)],
      [Date.UTC(2026, 6, 1, 10), Date.UTC(2026, 6, 1, 16)],
    ]);
  });

  it('leaves out overrides that have ended, and tells them', () => {
    const text = `
targets: [{ name: a, ${target} }]
overrides: [{ target: a, from: 2026-05-01T10:00Z, until: 2026-05-01T12:00Z, size: on_hours }]
`;
    const { rules, faults } = parseRules(text, { now });
    expect(rules?.targets).toHaveLength(1);
    expect(rules?.overrides).toEqual([]);
    expect(faults).toMatchObject([{ code: 'OVERRIDE_ENDED', line: 3 }]);
  });

  const ecs = (place: string) => `platform: ecs, ${place}`;
  const azure = (group: string) =>
    `platform: container-instances, subscription: s, resource_group: r, container_group: ${group}`;
  const two = (one: string, other: string) =>
    faultsOf(
      `targets:\n  - { name: a, ${one}, on_hours: { min: 1, max: 1 } }\n  - { name: b, ${other}, on_hours: { min: 1, max: 1 } }\n`,
    );
  it.each([
    [ecs('cluster: c, service: s'), ecs('cluster: c, service: s')],
    [
      ecs('cluster: c, service: s, region: eu-west-1'),
      ecs('cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/c", service: s'),
    ],
    [ecs('cluster: c, service: s, region: eu-west-1'), ecs('cluster: c, service: s')],
    [azure('Group'), azure('group')],
    [
      'platform: process, url: "http://LOCALHOST:80/size/"',
      'platform: process, url: "http://127.0.0.1/size"',
    ],
  ])('names a service once: %s and %s', (one, other) => {
    expect(two(one, other)).toEqual([
      expect.stringMatching(/^f:3:5 targets\[1\]: names what the target "a" names/),
    ]);
  });

  it.each([
    [
      ecs('cluster: c, service: s, region: eu-west-1'),
      ecs('cluster: c, service: s, region: eu-west-2'),
    ],
    [ecs('cluster: c, service: s'), ecs('cluster: c, service: S')],
    [azure('one'), azure('other')],
  ])('has a target for each of two services: %s and %s', (one, other) => {
    expect(two(one, other)).toEqual([]);
  });

  const api = (settings: string) =>
    faultsOf(
      `targets:\n  - { name: a, platform: ecs, cluster: c, service: s, on_hours: { min: 1, desired: 2, max: 3 }, ${settings} }\n`,
    );
  it.each([
    ['off_hours: { min: 2, max: 3 }'],
    ['off_hours: { min: 0, max: 4 }'],
    ['off_hours: { min: 1, desired: 3, max: 3 }'],
  ])('has no more in off hours than in hours: %s', (off) => {
    expect(api(off)).toEqual([
      expect.stringContaining('targets[0].off_hours: off hours are larger than on hours'),
    ]);
  });

  it.each(['2026-02-30T10:00', '2026-04-31T10:00Z', '2027-02-29T10:00', '2026-01-01T25:00'])(
    'has no override at a time that does not exist: %s',
    (from) => {
      const rules = `targets: [{ name: a, ${target} }]
overrides: [{ target: a, from: ${from}, until: 2027-12-01T00:00Z, size: on_hours }]`;
      expect(faultsOf(rules)).toEqual(['f:2:32 overrides[0].from: must be a time that exists']);
    },
  );

  it('has no override above max_override, and twice the hours is what people may order', () => {
    const rules = (size: string) => `targets: [{ name: a, ${target}, max_override: 4 }]
overrides: [{ target: a, from: 2026-07-01T10:00, until: 2026-07-01T12:00, size: ${size} }]`;
    expect(faultsOf(rules('{ min: 1, max: 4 }'))).toEqual([]);
    expect(faultsOf(rules('{ min: 1, max: 5 }'))).toEqual([
      expect.stringContaining('max is 5: an override may ask for 4 replicas at most'),
    ]);
    const [byDefault] =
      parseRules(`targets: [{ name: a, ${target} }]`, { now }).rules?.targets ?? [];
    expect(byDefault?.maxOverride).toBe(4);
  });

  it.each([
    ['platform: process, url: "http://ana:s3cret@127.0.0.1/x"', 'targets[0].url'],
    [
      `${ecs('cluster: c, service: s')}, demand: { metrics_url: "http://:s3cret@api/metrics" }`,
      'targets[0].demand.metrics_url',
    ],
  ])('has no password in an address, and repeats none: %s', (settings, path) => {
    const faults = faultsOf(
      `targets: [{ name: a, ${settings}, on_hours: { min: 1, max: 1 } }]`,
    ).join();
    expect(faults).toContain(`${path}: must name no user and no password`);
    expect(faults).not.toContain('s3cret');
  });
});
