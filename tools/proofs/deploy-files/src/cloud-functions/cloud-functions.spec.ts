import { googleEnvironment } from '@repo/platform/src/deploy/google/google-environment';
import { functionArguments } from '@repo/platform/src/platforms/cloud-functions/function-arguments';
import {
  type FunctionFile,
  functionFile,
  readFunction,
} from '@repo/platform/src/platforms/cloud-functions/function-file';
import { readEnvironment } from '@repo/platform/src/deploy/templates/read-environment';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damaged } from '../damaged';
import { isInstalled } from '../run-tool';
import { textOf, workspace } from '../workspace';

jest.setTimeout(120_000);

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

const folder = join(workspace, 'deploy/cloud-functions');
const environment = readEnvironment(folder, 'staging', googleEnvironment);
const file = readFunction(folder, environment);
const given = { source: workspace, suffix: 'x-1', serves: true };

/** What the real gcloud says of arguments; signed in to nothing, it gets no further than that. */
function gcloudRefuses(args: readonly string[]): string {
  const config = mkdtempSync(join(tmpdir(), 'gcloud-'));
  const { stderr } = spawnSync(
    'gcloud',
    [...args, '--region=us-central1', '--project=x', '--quiet'],
    {
      encoding: 'utf8',
      env: { ...process.env, CLOUDSDK_CONFIG: config, CLOUDSDK_CORE_DISABLE_PROMPTS: '1' },
    },
  );
  rmSync(config, { recursive: true, force: true });
  return /unrecognized arguments|Invalid value|argument --|usage/i.test(stderr) ? stderr : '';
}

function faultsOf({ concurrency, maxInstances, environment: variables, secrets }: FunctionFile) {
  const connections = maxInstances * Number(variables['DATABASE_POOL_SIZE'] ?? 10);
  const faults: [boolean, string][] = [
    [connections > 100, `${connections} connections are more than a small database has`],
    [concurrency > 80, 'one CPU serves no more'],
    [
      Object.keys(variables).some((name) => /SECRET|_URL$/.test(name) && name !== 'PUBLIC_URL'),
      'plain sight',
    ],
    [!('DATABASE_URL' in secrets), 'no database'],
  ];
  return faults.filter(([is]) => is).map(([, fault]) => fault);
}

describe('the function of Google Cloud', () => {
  it('has what the deploy program knows, and is safe', () => {
    expect(faultsOf(file)).toEqual([]);
    const args = functionArguments(file, environment, given);
    expect(args).toContain('--invoker-iam-check');
    expect(args.join(' ')).not.toContain('${');
  });

  it('has an entry point that the bundle exports, on the framework that it is tested with', () => {
    const entry = textOf('apps/serverless/src/google-cloud-functions/main.ts');
    expect(entry).toContain(`export const ${file.entryPoint} =`);
    const [used, tested] = ['deploy/cloud-functions', 'apps/serverless/runtimes'].map((path) => {
      const { dependencies } = JSON.parse(textOf(`${path}/package.json`)) as Manifest;
      return dependencies['@google-cloud/functions-framework'];
    });
    expect(used).toBe(tested);
  });

  const itWithGcloud = isInstalled('gcloud') ? it : it.skip;
  itWithGcloud('becomes arguments that gcloud takes', () => {
    const args = functionArguments(file, environment, given);
    expect(gcloudRefuses(args)).toBe('');
    expect(gcloudRefuses([...args, '--memory-limit=1Gi'])).toContain('--memory-limit');
  });

  it.each<[string, (copy: FunctionFile) => unknown]>([
    ['an unknown field', (copy) => Object.assign(copy, { memroy: '1Gi' })],
    ['a wrong size', (copy) => Object.assign(copy, { memory: '512' })],
    ['a time-out that is too long', (copy) => Object.assign(copy, { timeoutSeconds: 7_200 })],
    ['a variable that is none', (copy) => Object.assign(copy.environment, { 'a=b': 'x' })],
  ])('is refused with %s', (_, damage) => {
    const broken = damaged(file, (copy) => void damage(copy));
    expect(functionFile.safeParse(broken).success).toBe(false);
  });

  it.each<[string, (copy: FunctionFile) => unknown, string]>([
    ['many connections', (copy) => Object.assign(copy, { maxInstances: 100 }), 'connections'],
    [
      'a password in the file',
      (copy) => Object.assign(copy.environment, { JWT_SECRET: 'x' }),
      'plain sight',
    ],
  ])('is refused with %s', (_, damage, fault) => {
    expect(faultsOf(damaged(file, (copy) => void damage(copy))).join('\n')).toContain(fault);
  });
});
