import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Fork } from '@repo/platform/src/generators/testing/fork';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { format, resolveConfig } from 'prettier';
import { replaceSection } from '../api-benchmark/report/section';

interface Case {
  readonly name: string;
  readonly platforms: string;
  readonly options: readonly string[];
}

/** Each platform alone, all, none; names of every kind. */
const CASES: readonly Case[] = [
  { name: 'globex-mcp', platforms: 'kubernetes', options: [] },
  { name: 'initech2', platforms: 'ecs', options: [] },
  { name: 'class', platforms: 'none', options: ['--no-samples'] },
  { name: 'globex', platforms: 'all', options: ['--proofs'] },
  { name: 'a-name-that-is-as-long-as-few-are', platforms: 'cloud-run', options: [] },
  { name: 'globex', platforms: 'container-instances', options: [] },
  { name: 'globex', platforms: 'lambda', options: [] },
  { name: 'globex', platforms: 'cloud-functions', options: [] },
  { name: 'globex', platforms: 'azure-functions', options: [] },
];

/** What must succeed in each, in this order. */
const STEPS: readonly (readonly [step: string, ...command: readonly string[]])[] = [
  ['install', 'npm', 'install', '--loglevel=error'],
  ['lint', 'npx', 'nx', 'run-many', '-t', 'lint', '--parallel=2'],
  ['knip', 'npx', 'knip'],
  ['typecheck', 'npm', 'run', 'typecheck'],
  ['test', 'npm', 'test', '--', '--maxWorkers=2'],
  ['build', 'npx', 'nx', 'run-many', '-t', 'build', '--parallel=2'],
];

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
 * `--only=kubernetes,ecs` some of them, with `--steps=install,knip` some of the steps.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, steps: { type: 'string' } },
  });
  const only = values.only?.split(',');
  const steps = values.steps?.split(',');
  const rows: string[] = [];
  for (const one of CASES.filter(({ platforms }) => only?.includes(platforms) ?? true)) {
    rows.push(
      await prove(
        one,
        STEPS.filter(([step]) => steps?.includes(step) ?? true),
      ),
    );
  }
  const head = `| platforms | options | files | lines | ${STEPS.map(([step]) => step).join(' | ')} | old name |`;
  const line = `|${' --- |'.repeat(5 + STEPS.length)}`;
  const table = [head, line, ...rows].join('\n');
  console.log(table);
  if (only === undefined && steps === undefined) await write(table);
}

async function prove({ name, platforms, options }: Case, steps: typeof STEPS): Promise<string> {
  const fork = Fork.at('HEAD', { history: false }).copyPackages();
  try {
    const flags = [`--name=${name}`, `--platforms=${platforms}`, '--domain=globex.org'];
    const named = ['--organization=globex', '--owner=@globex/platform', '--title=Globex'];
    fork.run('npx', 'nx', 'g', 'platform:init', ...flags, ...named, ...options);
    fork.commit('feat: our own platform');
    const outcomes = STEPS.map((step) => (steps.includes(step) ? outcomeOf(fork, step) : '–'));
    const oldNames = outputOf(() => fork.git('grep', ...OLD_NAMES));
    if (oldNames !== '') fail(`${platforms}: the old name is in ${oldNames}`);
    const files = fork.git('ls-files', ':!*package-lock.json').split('\n');
    const lines = files.map((file) => fork.read(file).split('\n').length - 1);
    return `| ${[
      ...[platforms, options.join(' '), files.length, lines.reduce((sum, n) => sum + n, 0)],
      ...[...outcomes, oldNames === '' ? 'nowhere' : 'found'],
    ].join(' | ')} |`;
  } finally {
    fork.remove();
  }
}

/** How long a step took, in seconds. */
function outcomeOf(fork: Fork, [step, program = '', ...args]: (typeof STEPS)[number]): string {
  const start = performance.now();
  try {
    fork.run(program, ...args);
    const seconds = Math.round((performance.now() - start) / 1000);
    console.error(`${step}: ${seconds} s`);
    return `${seconds} s`;
  } catch (error) {
    fail(`${step}: ${(error as Error).message}`);
    return 'fails';
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

/** Nothing where it fails, as `git grep` does that finds nothing. */
function outputOf(run: () => string): string {
  try {
    return run();
  } catch {
    return '';
  }
}

async function write(table: string): Promise<void> {
  const file = join(workspaceRoot, 'docs/build/tests.md');
  const document = replaceSection(readFileSync(file, 'utf8'), 'forks', table);
  writeFileSync(file, await format(document, { ...(await resolveConfig(file)), filepath: file }));
}

void main();
