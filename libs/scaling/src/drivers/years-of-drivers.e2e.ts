import { join } from 'node:path';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { documentTable } from '@repo/foundation/testing';
import { scalingSchema } from '../storage/scaling-schema';
import { driveYear } from '../testing/years/drive-year';
import { planYear } from '../testing/years/planned-year';
import { wireSubjects } from '../testing/years/wire-subjects';
import {
  isRunningRight,
  isToldRight,
  morningsOf,
  percentile,
  wrongnessOf,
} from '../testing/years/wrongness';

const PAGE = join(__dirname, '../../../../docs/operate/scaling-proofs.md');
const isWhole = process.env['YEARS'] === 'whole';
const days = isWhole ? 366 : 10;
/** Milliseconds from an edge for which the size may be wrong, refusals of the platform apart. */
const LIMIT_MS = 120_000;
const DAY_MS = 86_400_000;
const HEADING = [
  ...['platform', 'zone', 'days', 'changes', 'requests (failed, hung, refused)', 'deaths'],
  ...['told: 99 %', 'told: most', 'running: 99 %', 'running: most'],
  ...['held up by the platform, most', 'mornings'],
];

const zones: Readonly<Record<string, string>> = {
  Kubernetes: 'America/New_York',
  ECS: 'Europe/Berlin',
  'Cloud Run': 'Australia/Lord_Howe',
  'Container Instances': 'Europe/London',
  process: 'America/Santiago',
};

jest.setTimeout(isWhole ? 7_200_000 : 1_800_000);

describe(`${days} days of each platform over its wire`, () => {
  const rows: string[][] = [];
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [scalingSchema] });
  });
  afterEach(() => database.clear());
  afterAll(() => database.drop());

  it.each(Object.entries(wireSubjects))(
    '%s is not wrong for more than two minutes from an edge, but while it refuses everything',
    async (platform, start) => {
      const subject = await start(database.dataSource);
      const zone = zones[platform]!;
      const { settings } = subject;
      const plan = planYear({ zone, seed: 20, settings, days });
      const { wire, looks, unexpected } = await driveYear(subject, plan, 7);
      await subject.api.stop();

      const told = wrongnessOf(plan, wire.told, isToldRight, LIMIT_MS);
      const running = wrongnessOf(plan, wire.running, isRunningRight, LIMIT_MS);
      const { all, restored } = morningsOf(plan, wire);
      const { requests, failed, hung, killed, refused } = wire.counts;
      const seconds = (ms: number) => `${Math.round(ms / 1_000)} s`;
      rows.push([
        ...[
          platform,
          zone,
          String((plan.until - plan.from) / DAY_MS),
          String(told.edges),
          `${requests} (${failed}, ${hung}, ${refused})`,
        ],
        ...[String(killed), seconds(percentile(told.own, 0.99)), seconds(Math.max(...told.own))],
        ...[seconds(percentile(running.own, 0.99)), seconds(Math.max(...running.own))],
        ...[seconds(Math.max(...running.refused)), `${restored} of ${all}`],
      ]);
      expect(unexpected).toEqual([]);
      expect(told.faults).toEqual([]);
      expect(running.faults).toEqual([]);
      expect(restored).toBe(all);
      // It was a time of faults, and nobody slept through it.
      expect(told.edges).toBeGreaterThan(days * 1.3);
      expect(killed).toBeGreaterThan(days * 0.13);
      expect(looks).toBeGreaterThan(told.edges * 10);
    },
  );

  it('is told in docs/operate/scaling-proofs.md, where it is run with WRITE_DOCS=1', () => {
    expect(rows).toHaveLength(Object.keys(wireSubjects).length);
    documentTable(PAGE, 'years', HEADING, rows).write();
  });
});
