import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { scalingSchema } from '../storage/scaling-schema';
import { subjects } from './morning-subjects';
import { mornings, waysDown } from './mornings';

/** The mornings of each platform by ways down, told as `restored of days`. */
export function describeMornings(days: number): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>(waysDown.map(({ what }) => [what, []]));
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [scalingSchema] });
  });
  afterEach(() => database.clear());
  afterAll(() => database.drop());

  it.each(Object.entries(subjects))('a target on %s has its size again', async (_where, start) => {
    const subject = await start(database.dataSource);
    const found = await mornings(subject, days);
    await subject.api.stop();
    for (const [{ what }, { days: all, restored }] of found) {
      table.get(what)?.push(`${restored} of ${all}`);
    }
    const lost = [...found].filter(([, { days: all, restored }]) => restored < all);
    expect(lost).toEqual([]);
  });
  return table;
}
