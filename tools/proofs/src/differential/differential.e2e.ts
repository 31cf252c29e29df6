import { sessionCorpus, statelessCorpus } from './corpus/legacy.corpus';
import { modernCorpus } from './corpus/modern.corpus';
import type { Exchange, Setting } from './exchange';
import { faultIn } from './faults';
import { intendedDifferences } from './intended-differences';
import { mutationsOf } from './mutations';
import { Pair } from './pair';
import { Verdict } from './verdict';
import type { Case } from './wire-request';

/** Any other seed gives other requests; what it finds goes into the corpus. */
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 20_260_728);
const ENOUGH_TO_READ = 5;
/** Milliseconds. Thousands of requests, one after the other, are seconds of work for a CPU. */
const MUTATIONS_TIMEOUT_MS = 600_000;

const SETTINGS: [setting: Setting, corpus: readonly Case[], mutations: number][] = [
  ['modern', modernCorpus, 4_000],
  ['sessions', sessionCorpus, 3_000],
  ['stateless', statelessCorpus, 3_000],
];

// An unhandled rejection, here or in the SDK, fails the test that runs: Jest sees to that.
describe("this engine beside the SDK's own handlers", () => {
  const verdict = new Verdict(intendedDifferences);
  const faults: string[] = [];
  let served = 0;

  describe.each(SETTINGS)('to %s clients', (setting, corpus, mutations) => {
    let pair: Pair;
    beforeAll(async () => {
      pair = await Pair.open(setting);
    });
    afterAll(() => pair.close());

    const ask = async (requests: readonly Parameters<Pair['ask']>[0][]) => {
      const before = verdict.unexplained.length;
      for (const request of requests) {
        const exchange = await pair.ask(request);
        verdict.take(exchange);
        const fault = faultIn(exchange);
        if (fault !== undefined) faults.push(`${fault} in ${shown(exchange)}`);
        if (exchange.ours.status === 200) served += 1;
      }
      return verdict.unexplained
        .slice(before, before + ENOUGH_TO_READ)
        .map(({ exchange, differences }) => ({ differences, exchange: shown(exchange) }));
    };

    it(`differs only where it is meant to, in the ${corpus.length} requests of the corpus`, async () => {
      expect(await ask(corpus)).toEqual([]);
    });

    it(
      `differs only where it is meant to, in ${mutations} mutations of seed ${SEED}`,
      async () => {
        expect(await ask(mutationsOf(corpus, SEED, mutations))).toEqual([]);
      },
      MUTATIONS_TIMEOUT_MS,
    );
  });

  it('breaks at none of them, and leaks nothing', () => {
    expect(faults.slice(0, ENOUGH_TO_READ)).toEqual([]);
  });

  it('gets beyond the first checks with many of them', () => {
    expect(served).toBeGreaterThan(2_500);
  });

  it('has no intended difference that does not exist', () => {
    expect(verdict.idle).toEqual([]);
  });
});

function shown({ setting, request, ours, theirs }: Exchange): string {
  const answers = [ours, theirs].map(({ status, headers, text }) => ({ status, headers, text }));
  return JSON.stringify({ setting, request, ours: answers[0], theirs: answers[1] }, undefined, 2);
}
