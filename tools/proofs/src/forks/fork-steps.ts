import { Fork } from '@repo/platform/src/generators/testing/fork';
import type { ForkCase } from './fork-case';

/** What must succeed in a fork, in this order, each with what it runs. */
const STEPS = {
  // Which leaves the lockfile as it is.
  install: () => 'npm install --loglevel=error && git diff --exit-code',
  lint: () => 'npm run lint',
  typecheck: () => 'npm run typecheck',
  test: ({ tests }: ForkCase, changed: readonly string[]) =>
    `npx jest --maxWorkers=2${tests === 'all' ? '' : ` ${changed.join(' ')}`}`,
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
 * @param changed the tests of what differs from the platform
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
      outcomes.set(step, `${seconds} s${isPartial ? ' (in part)' : ''}`);
      console.error(`${one.platforms}: ${command}: ${seconds} s`);
    } catch (error) {
      outcomes.set(step, 'fails');
      console.error(`${one.platforms}: ${(error as Error).message}`);
    }
  }
  return outcomes;
}

/**
 * The specs of what a commit has changed: of the projects that it has changed a file of, and those
 * that read documents or files of deploy.
 */
export function changedSpecs(fork: Fork): string[] {
  const linesOf = (text: string) => text.split('\n').filter(Boolean);
  const specs = linesOf(
    fork.git('ls-files', '*.spec.ts', ':!*-e2e/*', ':!tools/proofs/deploy-files'),
  );
  const projectOf = (file: string) => /^(apps|libs|tools)\/[^/]+\//.exec(file)?.[0];
  const changed = new Set(
    linesOf(fork.git('diff', '--name-only', 'HEAD~1', 'HEAD')).map(projectOf),
  );
  const projects = new Set(specs.flatMap((file) => projectOf(file) ?? []));
  const whole = [...projects].filter((project) => changed.has(project));
  const readers = linesOf(
    fork.git('grep', '-lE', "'(docs|deploy)'|(docs|deploy)/", '--', ...specs),
  );
  return [...whole, ...readers.filter((file) => !whole.includes(projectOf(file)!))];
}
