import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from '../../run-tool';
import type { WorkflowRun } from '../runner/workflow-run';
import { htpasswd, kubernetesTarget } from './kubernetes-target';
import { ScenarioTable } from './scenario-table';
import { isForKubernetes, stepsNotRun } from './steps-not-run';
import { World } from './world';

/** Milliseconds: each scenario starts Nx several times. */
jest.setTimeout(600_000);

const canRun =
  isInstalled('skopeo') &&
  isInstalled('docker-registry', '--help') &&
  isInstalled('kubectl', 'kustomize', '--help');
const suite = canRun ? describe : describe.skip;
if (!canRun) console.warn('Without skopeo, docker-registry and kubectl no run is proved.');

/** As on ECS, to a cluster of EKS and another one: each scenario begins where the one before ended. */
suite('the pipeline to Kubernetes', () => {
  const table = new ScenarioTable('on Kubernetes');
  let world: World<Awaited<ReturnType<typeof kubernetesTarget>>>;
  /** An image of the api that production ran. */
  let earlier: string;
  beforeAll(async () => {
    world = await World.start(kubernetesTarget, { htpasswd });
  });
  afterAll(() => world?.stop());
  beforeEach(() => world.record.clear());

  const production = () => world.target.digests('production');

  /** A run to its end, and its row in the table. */
  async function ended(name: string, run: WorkflowRun): Promise<string> {
    const result = await world.ended(run);
    table.add(name, run, world.record.calls);
    if (result === 'failure' && !/fail|right/.test(name)) console.error(run.logs);
    return result;
  }

  const ROLL_OUT = ['migrate by api', 'roll out api', 'roll out worker'];

  it('brings all apps at the first deploy, with the rights of the shipped Role', async () => {
    const sha = world.edit('docs/README.md');
    const inputs = { app: 'affected', force: true };
    const run = world.run('deploy.yml', { name: 'workflow_dispatch', sha, inputs });

    expect(await ended('first deploy, by hand with `force`', run)).toBe('success');

    expect(world.called('staging')).toEqual(ROLL_OUT);
    expect(world.called('production')).toEqual(ROLL_OUT);
    const { staging, production: second } = world.target.rights;
    expect([...staging.refused, ...second.refused]).toEqual([]);
  });

  it('does nothing when nothing changed', async () => {
    const run = world.push(world.edit('docs/README.md'));
    expect(await ended('no change, such as in `docs`', run)).toBe('success');
    expect(world.record.calls).toEqual([]);
  });

  it('migrates by the api before the worker that needs it', async () => {
    earlier = production().api;
    const sha = world.edit('apps/worker/src/main.ts', 'libs/database/src/index.ts');

    expect(await ended('the worker, with a migration', world.push(sha))).toBe('success');

    expect(world.called('staging')).toEqual(ROLL_OUT);
    expect(world.called('production')).toEqual(ROLL_OUT);
  });

  it('rolls nothing out when the migration fails', async () => {
    const before = world.target.digests('staging');
    world.target.clusters.staging.migrationSucceeds = false;
    const run = world.push(world.edit('libs/database/src/index.ts'));

    expect(await ended('the migration fails', run)).toBe('failure');

    expect(world.called('staging', 'production')).toEqual(['migrate by api']);
    expect(world.target.digests('staging')).toEqual(before);
    world.target.clusters.staging.migrationSucceeds = true;
  });

  it('goes back to an earlier image by hand, without a build', async () => {
    expect(production().api).not.toBe(earlier);
    const sha = world.edit('docs/README.md');
    const inputs = { environment: 'production', app: 'api', digest: earlier };
    const run = world.run('roll-back.yml', { name: 'workflow_dispatch', sha, inputs });

    expect(await ended('a roll-back of the api', run)).toBe('success');

    expect(production().api).toBe(earlier);
    expect(world.called('push')).toEqual([]);
  });

  it('changes nothing where a right is missing, and says which', async () => {
    const { staging } = world.target.rights;
    const before = world.target.digests('staging');
    const given = staging.rules;
    staging.rules = given.filter(({ resources }) => !resources.includes('leases'));
    const run = world.push(world.edit('apps/api/src/main.ts'));

    expect(await ended('a right is missing', run)).toBe('failure');

    expect(world.called('staging', 'production')).toEqual([]);
    expect(world.target.digests('staging')).toEqual(before);
    expect(staging.refused).toEqual(['get leases']);
    expect(run.logs['staging']).toContain('Give the account that right');
    staging.rules = given;
  });

  it('has run every step that is for Kubernetes, and left no credentials behind', () => {
    expect(stepsNotRun(world.github.executed, isForKubernetes)).toEqual([]);
    const temporary = readdirSync(world.folder).map((job) => join(world.folder, job, 'tmp'));
    const files = temporary.filter(existsSync).flatMap((folder) => readdirSync(folder));
    expect(files).toContain('script.sh');
    expect(files.filter((file) => /kubeconfig|registry/.test(file))).toEqual([]);
  });

  it('is described in docs/deploy/verification.md: after a change run with WRITE_DOCS=1', () => {
    expect(table.isInDocument()).toBe(true);
  });
});
