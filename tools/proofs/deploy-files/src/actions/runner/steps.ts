import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from '../workflow';
import { actions, type Post } from './actions';
import { Expressions } from './expression';
import type { JobPlace } from './job-place';

export interface StepsResult {
  readonly succeeded: boolean;
  readonly steps: Record<string, { outputs: Record<string, string>; outcome: string }>;
  /** What the steps printed. */
  readonly log: string;
}

/** Runs the steps of a job one after the other, as the runner on a machine of GitHub does. */
export async function runSteps(
  steps: readonly Step[],
  env: Record<string, string>,
  place: JobPlace,
): Promise<StepsResult> {
  const results: StepsResult['steps'] = {};
  const posts: Post[] = [];
  let succeeded = true;
  let log = '';
  const exported: Record<string, string> = {};
  for (const [index, step] of steps.entries()) {
    refuseUnknown(step);
    const contexts = { ...place.contexts, steps: results, env: { ...env, ...exported } };
    const expressions = new Expressions(contexts, {
      success: () => succeeded,
      failure: () => !succeeded,
      always: () => true,
      cancelled: () => false,
      hashFiles: (...files) => hashFiles(place.workspace, files),
    });
    const condition = step.if ?? 'success()';
    const asksStatus = /\b(success|failure|always|cancelled)\(/.test(condition);
    if (!(asksStatus || succeeded) || !expressions.condition(condition)) continue;
    place.github.executed.add(`${place.source} ${index}`);
    const stepEnv = { ...env, ...exported, ...expressions.table(step.env) };
    const outputs: Record<string, string> = {};
    const label = step.name ?? step.uses ?? step.run;
    try {
      if (step.uses !== undefined) {
        const action = actions[step.uses.split('@')[0]!];
        if (action === undefined) throw new Error(`No stand-in for the action ${step.uses}.`);
        const given = expressions.table(step.with);
        const result = await action({ ...place, with: given, exported });
        Object.assign(outputs, result?.outputs);
        if (result?.post) posts.unshift(result.post);
      } else {
        log += `$ ${label}\n`;
        const ran = await runScript(expressions.text(step.run), stepEnv, place);
        log += ran.output;
        Object.assign(outputs, ran.outputs);
        Object.assign(exported, ran.exported);
        if (ran.code !== 0) throw new Error(`exit code ${ran.code}`);
      }
      results[step.id ?? `_${Object.keys(results).length}`] = { outputs, outcome: 'success' };
    } catch (error) {
      succeeded = false;
      log += `${label}: ${(error as Error).message}\n`;
      if (step.id) results[step.id] = { outputs, outcome: 'failure' };
    }
  }
  // What an action does at the end of a job, such as to save a cache, needs its success.
  if (succeeded) for (const post of posts) await post();
  return { succeeded, steps: results, log };
}

const known = new Set(['id', 'name', 'if', 'uses', 'with', 'run', 'env']);

function refuseUnknown(step: Step): void {
  const unknown = Object.keys(step).filter((key) => !known.has(key));
  if (unknown.length > 0)
    throw new Error(`A step has ${unknown.join()}, which nothing here reads.`);
}

/** Nothing when no file is there, else what is not empty; files are named without wildcards. */
function hashFiles(workspace: string, files: readonly string[]): string {
  const wild = files.find((file) => file.includes('*'));
  if (wild !== undefined) throw new Error(`hashFiles of ${wild}: wildcards are not read here.`);
  return files.filter((file) => existsSync(join(workspace, file))).join();
}

async function runScript(script: string, env: Record<string, string>, place: JobPlace) {
  const { temporary, workspace, github, name } = place;
  mkdirSync(temporary, { recursive: true });
  const fileOf = (file: string) => join(temporary, file);
  const files = {
    GITHUB_OUTPUT: fileOf('output'),
    GITHUB_ENV: fileOf('env'),
    GITHUB_STEP_SUMMARY: fileOf('summary'),
  };
  const own = { PROOF_JOB: name, RUNNER_TEMP: temporary };
  for (const file of Object.values(files)) writeFileSync(file, '');
  writeFileSync(fileOf('script.sh'), script);
  const child = spawn('bash', ['-e', fileOf('script.sh')], {
    cwd: workspace,
    env: { ...github.processEnv, ...githubEnv(place), ...own, ...env, ...files },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (output += part));
  }
  const [code] = (await once(child, 'close')) as [number];
  return {
    ...{ code, output },
    outputs: pairsOf(files.GITHUB_OUTPUT),
    exported: pairsOf(files.GITHUB_ENV),
  };
}

/** The context `github` as the variables that every step has. */
function githubEnv({ contexts, workspace }: JobPlace): Record<string, string> {
  const { sha, ref, repository, run_id, run_attempt, event_name } = contexts['github'] as Record<
    string,
    unknown
  >;
  const values = { sha, ref, repository, run_id, run_attempt, event_name, workspace };
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`GITHUB_${key.toUpperCase()}`, String(value)]),
  );
}

/** `name=value` lines. @throws for the form of several lines */
function pairsOf(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`${JSON.stringify(line)} is not name=value.`);
      return [name, value ?? ''];
    }),
  );
}
