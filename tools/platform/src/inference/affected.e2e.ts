import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '../workspace-root';

const ALL = ['@repo/api', '@repo/serverless', '@repo/worker'];

const CASES: readonly [what: string, file: string, apps: readonly string[]][] = [
  ['the code of one app', 'apps/worker/src/main.ts', ['@repo/worker']],
  ['a library of two', 'libs/tasks/package.json', ['@repo/api', '@repo/worker']],
  ['a library of all', 'libs/mcp-features/package.json', ALL],
  ['the task definition of one', 'deploy/ecs/worker/task-definition.json', ['@repo/worker']],
  ['the Deployment of one', 'deploy/kubernetes/base/api/deployment.yaml', ['@repo/api']],
  [
    'the settings of an environment',
    'deploy/ecs/environments/staging.json',
    ['@repo/api', '@repo/worker'],
  ],
  ['the rules of an environment', 'deploy/ecs/scaling/staging.yaml', ['@repo/worker']],
  ['the rules of this machine', 'deploy/scaling.yaml', ['@repo/worker']],
  ['the worker on Cloud Run', 'deploy/cloud-run/worker.yaml', ['@repo/worker']],
  ['the api on Cloud Run', 'deploy/cloud-run/api.yaml', ['@repo/api']],
  ['what the api publishes', 'deploy/public-paths.json', ['@repo/api']],
  ['the template of Lambda', 'deploy/lambda/template.yaml', ['@repo/serverless']],
  ['the infrastructure', 'deploy/aws-infrastructure/src/app.ts', []],
  ['a document', 'docs/errors.md', []],
];

/** What a program answers in JSON. The daemon of Nx would outlive the test. */
async function answerOf(program: string, args: readonly string[]): Promise<unknown> {
  const env = { ...process.env, NX_DAEMON: 'false' };
  const { stdout } = await promisify(execFile)(program, args, { cwd: workspaceRoot, env });
  return JSON.parse(stdout);
}

describe('a deploy of what is affected', () => {
  let appsByFile: Record<string, readonly string[]>;
  beforeAll(async () => {
    // A start of Nx takes seconds: one for all files.
    const args = [join(__dirname, 'affected-projects.cjs'), 'deploy'];
    appsByFile = (await answerOf(process.execPath, [
      ...args,
      ...CASES.map(([, file]) => file),
    ])) as typeof appsByFile;
  });

  it.each(CASES)('touches just what depends on %s', (_, file, apps) => {
    expect(appsByFile[file]).toEqual(apps);
  });

  it('is what the command line of Nx says', async () => {
    const args = ['nx', 'show', 'projects', '--affected', '--with-target', 'deploy', '--json'];
    const apps = await answerOf('npx', [...args, '--files=deploy/ecs/environments/staging.json']);
    expect((apps as string[]).sort()).toEqual(['@repo/api', '@repo/worker']);
  });
});
