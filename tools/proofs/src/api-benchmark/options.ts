import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly rounds: number;
  /** Seconds of load in one measurement. */
  readonly seconds: number;
  /** Names of what to measure; empty: all. */
  readonly only: readonly string[];
  /** Few short rounds: tells whether it works, not how fast it is. */
  readonly quick: boolean;
  /** The section of docs/performance.md that gets what `only` measures, for another Node for one. */
  readonly section?: string | undefined;
}

/** Many short rounds rather than few long ones: what is compared then happened close together. */
const ROUNDS = 7;
const SECONDS = 2;

/** The fewest rounds whose medians are worth writing down. */
const MIN_ROUNDS = 5;

/**
 * @param args `--rounds 7 --seconds 2 --only api,floor --quick --section node-24`
 * @throws {Error} an unknown option, or a value that is no positive number
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      only: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
      section: { type: 'string' },
    },
  });
  const { quick } = values;
  return {
    rounds: positive('rounds', values.rounds ?? (quick ? '3' : String(ROUNDS))),
    seconds: positive('seconds', values.seconds ?? (quick ? '1' : String(SECONDS))),
    only: values.only.split(',').filter((name) => name !== ''),
    quick,
    section: values.section,
  };
}

/** Whether a run is whole, so that its figures may stand in the documentation. */
export function isWhole({ rounds, only, quick }: BenchOptions): boolean {
  return rounds >= MIN_ROUNDS && only.length === 0 && !quick;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name}: expected a number above 0, found "${text}".`);
  return value;
}
