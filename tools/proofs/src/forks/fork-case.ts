import { EARLIER, KEPT } from '@repo/platform/src/generators/testing/own-fork';

/** One kind of fork, and how much is run in it. */
export interface ForkCase {
  readonly name: string;
  /** As `platform:init` takes them. */
  readonly platforms: string;
  readonly options: readonly string[];
  /** Another server that it adds, by its name. */
  readonly server?: string;
  /** All specs, or those of what `platform:init` has changed. */
  readonly tests: 'all' | 'changed';
  /** Made at that commit, worked on, and upgraded to this one; else made of this one. */
  readonly upgraded?: { readonly from: string; readonly history: boolean };
}

/** Each platform alone, all, none; samples and proofs kept and dropped; names of four kinds. */
const MADE: readonly ForkCase[] = [
  { name: 'globex-mcp', platforms: 'kubernetes', options: [], tests: 'all' },
  { name: 'initech2', platforms: 'ecs', options: ['--proofs'], tests: 'all' },
  { name: 'class', platforms: 'none', options: ['--no-samples'], tests: 'all' },
  {
    ...{ name: 'a-name-that-is-as-long-as-few-are', platforms: 'all' },
    ...{ options: ['--no-samples'], tests: 'changed' },
  },
  { name: 'globex', platforms: 'cloud-run', options: [], tests: 'changed' },
  { name: 'globex', platforms: 'container-instances', options: ['--no-samples'], tests: 'changed' },
  { name: 'globex', platforms: 'lambda', options: ['--proofs'], tests: 'changed' },
  { name: 'globex', platforms: 'cloud-functions', options: [], tests: 'changed' },
  { name: 'globex', platforms: 'azure-functions', options: ['--no-samples'], tests: 'changed' },
  { name: 'globex', platforms: 'kubernetes,lambda', options: ['--proofs'], tests: 'changed' },
  {
    ...{ name: 'globex', platforms: 'all', options: ['--proofs'] },
    ...{ server: 'reports', tests: 'changed' },
  },
];

const UPGRADED = EARLIER.map(([from, history]): ForkCase => {
  const options = [`from ${from}, ${history ? 'with' : 'without'} history`];
  const upgraded = { from, history };
  return { name: 'globex-mcp', platforms: KEPT, options, tests: 'all', upgraded };
});

/** What tells a fork from others of its platforms and name. */
export const optionsOf = ({ options, server }: ForkCase): string =>
  [...options, ...(server === undefined ? [] : [`and the server ${server}`])].join(' ');

/** All specs run in those that differ most from each other, and in those that are upgraded. */
export const CASES: readonly ForkCase[] = [...MADE, ...UPGRADED];
