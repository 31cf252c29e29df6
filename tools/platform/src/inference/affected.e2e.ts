import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { workspaceRoot } from '@nx/devkit';

/** The apps that `nx affected -t deploy` deploys when this file has changed. */
async function deployedBy(file: string): Promise<string[]> {
  const args = ['nx', 'show', 'projects', '--affected', '--with-target', 'deploy'];
  const env = { ...process.env, NX_DAEMON: 'false' };
  const { stdout } = await promisify(execFile)('npx', [...args, '--json', `--files=${file}`], {
    ...{ cwd: workspaceRoot, env },
  });
  return (JSON.parse(stdout) as string[]).sort();
}

describe('a deploy of what is affected', () => {
  it.concurrent.each<[string, string, string[]]>([
    ['the code of one app', 'apps/worker/src/main.ts', ['@acme/worker']],
    ['a library of two', 'libs/mcp-features/package.json', ['@acme/api', '@acme/serverless']],
    [
      'a library of all',
      'libs/config/package.json',
      ['@acme/api', '@acme/serverless', '@acme/worker'],
    ],
    ['the task definition of one', 'deploy/ecs/worker/task-definition.json', ['@acme/worker']],
    ['the Deployment of one', 'deploy/kubernetes/base/api/deployment.yaml', ['@acme/api']],
    [
      'the settings of an environment',
      'deploy/ecs/environments/staging.json',
      ['@acme/api', '@acme/worker'],
    ],
    ['the rules of an environment', 'deploy/ecs/scaling/staging.yaml', ['@acme/worker']],
    ['the rules of this machine', 'deploy/scaling.yaml', ['@acme/worker']],
    ['the worker on Cloud Run', 'deploy/cloud-run/worker.yaml', ['@acme/worker']],
    ['the api on Cloud Run', 'deploy/cloud-run/service.yaml', ['@acme/api']],
    ['the template of Lambda', 'deploy/lambda/template.yaml', ['@acme/serverless']],
    ['the infrastructure', 'deploy/aws-infrastructure/src/app.ts', []],
    ['a document', 'docs/errors.md', []],
  ])('touches just what depends on %s', async (_, file, apps) => {
    expect(await deployedBy(file)).toEqual(apps);
  });
});
