import { fuzzOnce } from './fuzz';

const RUNS_EACH = 20;

describe.each(['ecs', 'kubernetes'] as const)('a deploy to %s on a bad day', (platform) => {
  // The pauses between attempts of AWS's client are a random part of a second or more.
  beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
  afterEach(() => jest.restoreAllMocks());

  it.each(Array.from({ length: RUNS_EACH }, (_, index) => 1_000 + index))(
    'ends, leaves one version serving, and is repaired by the next run (seed %d)',
    async (seed) => {
      expect((await fuzzOnce(platform, seed)).violations).toEqual([]);
    },
    120_000,
  );
});
