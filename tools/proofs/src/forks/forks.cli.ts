import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Fork } from '@repo/platform/src/generators/testing/fork';
import { ownFork, upgradeFork } from '@repo/platform/src/generators/testing/own-fork';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { writeSections } from '../api-benchmark/report/document';
import { sectionOf } from '../api-benchmark/report/section';
import { CASES, type ForkCase } from './fork-case';
import { changedSpecs, runSteps, type Step, STEP_NAMES } from './fork-steps';
import { forkTable, type ForkResult } from './fork-table';

const DOCUMENT = join(workspaceRoot, 'docs/build/tests.md');

const { organization, domain } = JSON.parse(
  readFileSync(join(workspaceRoot, 'platform.json'), 'utf8'),
) as { organization: string; domain: string };

/** Of the company whose platform is forked, and the package of its repository. */
const OLD_NAMES = [
  ...['-il', '-e', `${organization}[^a-z]mcp`],
  ...['-e', domain.replaceAll('.', '\\.'), '-e', '@repo/workspace'],
];

/**
 * Makes forks as a company would and runs everything in them: `npx nx forks proofs`. With
 * `--only=0,3` some of the cases, by their places in the table, whose rows are put beside the others';
 * with `--steps=install,lint` some of the steps, whose outcomes are put into the rows; with `--quick`
 * in all of them only the specs of what differs from this repository.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ only: { type: 'string' }, steps: { type: 'string' } },
      quick: { type: 'boolean', default: false },
    },
  });
  const steps = values.steps?.split(',') as Step[] | undefined;
  const only = values.only?.split(',').map((place) => CASES[Number(place)]!);
  for (const named of only ?? CASES) {
    const one = values.quick ? { ...named, tests: 'changed' as const } : named;
    const result = prove(one, steps ?? STEP_NAMES);
    const failed = [...result.outcomes].filter(([, outcome]) => outcome === 'fails');
    if (failed.length > 0 || result.hasOldName) process.exitCode = 1;
    const former = sectionOf(readFileSync(DOCUMENT, 'utf8'), 'forks');
    const table = forkTable(CASES, former, [result]);
    await writeSections({ forks: table }, DOCUMENT);
  }
}

function prove(one: ForkCase, steps: readonly Step[]): ForkResult {
  const fork = one.upgraded === undefined ? initialized(one) : upgraded(one.upgraded);
  try {
    const outcomes = runSteps(fork, one, steps, changedSpecs(fork));
    const oldNames = outputOf(() => fork.git('grep', ...OLD_NAMES));
    if (oldNames !== '') console.error(`${one.platforms}: the old name is in ${oldNames}`);
    const files = fork.git('ls-files', ':!*package-lock.json').split('\n');
    const lines = files.map((file) => fork.read(file).split('\n').length - 1);
    return {
      ...{ one, outcomes, hasOldName: oldNames !== '' },
      ...{ files: files.length, lines: lines.reduce((sum, n) => sum + n, 0) },
    };
  } finally {
    fork.remove();
  }
}

function initialized({ name, platforms, options, server }: ForkCase): Fork {
  const fork = Fork.at('HEAD', { history: false }).copyPackages();
  const flags = [`--name=${name}`, `--platforms=${platforms}`, '--domain=globex.org'];
  const named = ['--organization=globex', '--owner=@globex/platform', '--title=Globex'];
  fork.run('npx', 'nx', 'g', 'platform:init', ...flags, ...named, ...options);
  if (server !== undefined) fork.run('npx', 'nx', 'g', 'platform:server', server);
  fork.commit('feat: our own platform');
  return fork.copyInnerPackages();
}

function upgraded({ from, history }: NonNullable<ForkCase['upgraded']>): Fork {
  const fork = ownFork(from, history);
  upgradeFork(fork, ...(history ? [] : ['--from', from]));
  fork.commit('feat: a new version of the platform');
  return fork.copyPackages().copyInnerPackages();
}

/** Nothing where it fails, as `git grep` does that finds nothing. */
function outputOf(run: () => string): string {
  try {
    return run();
  } catch {
    return '';
  }
}

void main();
