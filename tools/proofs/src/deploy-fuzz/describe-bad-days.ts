import { fuzzOnce } from './fuzz';

/** A deploy to each platform on the bad day of each seed. */
export function describeBadDays(firstSeed: number, runsEach: number): void {
  const seeds = Array.from({ length: runsEach }, (_, index) => firstSeed + index);

  describe.each(['ecs', 'kubernetes'] as const)('a deploy to %s on a bad day', (platform) => {
    // The pauses between attempts of AWS's client are a random part of a second or more.
    beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
    afterEach(() => jest.restoreAllMocks());

    it.each(seeds)(
      'ends, leaves one version serving, and is repaired by the next run (seed %d)',
      async (seed) => {
        expect((await fuzzOnce(platform, seed)).violations).toEqual([]);
      },
    );
  });
}
