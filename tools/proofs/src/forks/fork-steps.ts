import { Fork } from '@repo/platform/src/generators/testing/fork';
import type { ForkCase } from './fork-case';

/** What must succeed in a fork, in this order, each with what it runs. */
const STEPS = {
  // Which leaves the lockfile as it is.
  install: () => 'npm install --loglevel=error && git diff --exit-code',
  lint: () => 'npm run lint',
  typecheck: () => 'npm run typecheck',
  test: ({ tests }: ForkCase, changed: readonly string[]) =>
    `npx jest --maxWorkers=2${tests === 'all' ? '' : ` --selectProjects ${changed.join(' ')}`}`,
  build: () => 'npx nx run-many -t build --parallel=2',
  verify: ({ options }: ForkCase) =>
    options.includes('--proofs') ? 'npx nx run-many -t verify --parallel=1' : undefined,
} satisfies Record<string, (one: ForkCase, changed: readonly string[]) => string | undefined>;

export type Step = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as Step[];

/** How a step ended: in seconds, of the projects that it was of, or that it failed. */
export type Outcome = string;

/**
 * Runs steps of a fork, and prints what fails.
 *
 * @param changed projects that differ from those of the platform
 */
export function runSteps(
  fork: Fork,
  one: ForkCase,
  steps: readonly Step[],
  changed: readonly string[],
): Map<Step, Outcome> {
  const outcomes = new Map<Step, Outcome>();
  for (const step of steps) {
    const command = STEPS[step](one, changed);
    if (command === undefined) continue;
    const start = performance.now();
    try {
      fork.run('sh', '-c', command);
      const seconds = Math.round((performance.now() - start) / 1000);
      const isPartial = step === 'test' && one.tests === 'changed';
      outcomes.set(step, `${seconds} s${isPartial ? ` (${changed.length} projects)` : ''}`);
      console.error(`${one.platforms}: ${command}: ${seconds} s`);
    } catch (error) {
      outcomes.set(step, 'fails');
      console.error(`${one.platforms}: ${(error as Error).message}`);
    }
  }
  return outcomes;
}

/** The projects with specs of which a commit has changed a file. */
export function changedProjects(fork: Fork): string[] {
  const files = fork.git('diff', '--name-only', 'HEAD~1', 'HEAD').split('\n');
  const folders = files.map((file) => file.split('/').slice(0, 2).join('/'));
  const configs = fork.git('ls-files', '*/jest.config.cjs', ':!*-e2e/*', ':!deploy').split('\n');
  return configs
    .map((file) => file.slice(0, -'/jest.config.cjs'.length))
    .filter((folder) => folders.includes(folder) && folder.split('/').length === 2)
    .map((folder) => folder.split('/')[1]!);
}
