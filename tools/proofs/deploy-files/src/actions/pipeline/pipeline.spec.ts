import { isInstalled } from '../../run-tool';
import type { GithubEvent } from '../runner/github';
import type { WorkflowRun } from '../runner/workflow-run';
import { administrator, ecsTarget } from './ecs-target';
import { isForKubernetes, stepsNotRun } from './steps-not-run';
import { ScenarioTable } from './scenario-table';
import { World } from './world';

/** Milliseconds: each scenario starts Nx a dozen times. */
jest.setTimeout(600_000);

const canRun = isInstalled('skopeo') && isInstalled('docker-registry', '--help');
const suite = canRun ? describe : describe.skip;
if (!canRun) console.warn('Without skopeo and docker-registry no run of the pipeline is proved.');

/**
 * A fork over a few days: each scenario begins where the one before ended. Nx, the push and the
 * deploy program are the real ones, on small apps.
 */
suite('the pipeline to ECS', () => {
  const table = new ScenarioTable('on ECS');
  let world: World<Awaited<ReturnType<typeof ecsTarget>>>;
  /** An image of the api that production ran. */
  let earlier: string;
  beforeAll(async () => {
    world = await World.start(ecsTarget);
  });
  afterAll(() => world?.stop());
  beforeEach(() => world.record.clear());
  afterEach(() => expect(world.target.amazon.refused).toEqual([]));

  const edit = (...files: string[]) => world.edit(...files);
  const push = (sha: string, attempt?: number) => world.push(sha, attempt);
  const called = (...jobs: string[]) => world.called(...jobs);
  const production = () => world.target.digests('production');

  /** A run to its end, and approved where it asks; its row in the table. */
  async function ended(name: string, run: WorkflowRun): Promise<string> {
    const result = await world.ended(run);
    table.add(name, run, world.record.calls);
    if (result === 'failure' && !/fail|waited/.test(name)) console.error(run.logs);
    return result;
  }

  async function succeeded(run: WorkflowRun): Promise<boolean> {
    const result = await run.done;
    if (result !== 'success') console.error(run.logs);
    return result === 'success';
  }

  const ROLL_OUT = ['migrate by api', 'roll out api', 'roll out worker'];

  it('brings all apps at the first deploy', async () => {
    const sha = edit('docs/README.md');
    const inputs = { app: 'affected', force: true };

    expect(
      await ended(
        'first deploy, by hand with `force`',
        world.run('deploy.yml', { name: 'workflow_dispatch', sha, inputs }),
      ),
    ).toBe('success');

    expect(called('staging')).toEqual(ROLL_OUT);
    expect(called('production')).toEqual(ROLL_OUT);
    const attested = world.record.calls.filter(({ what }) => what.startsWith('attest'));
    const [provenance, ...boms] = attested.map(({ what }) => what);
    expect(provenance).toBe('attest provenance');
    // The jobs of the images run beside each other.
    expect(boms.sort()).toEqual(['attest api', 'attest worker']);
  });

  it('does nothing when nothing changed', async () => {
    expect(await ended('no change, such as in `docs`', push(edit('docs/README.md')))).toBe(
      'success',
    );
    expect(world.record.calls).toEqual([]);
  });

  it('takes the image from the cache in a new checkout when a library got a README and a spec', async () => {
    const before = production();
    const sha = edit('libs/config/README.md', 'libs/config/src/config.spec.ts');
    const run = push(sha);

    expect(await ended('a README and a spec in a library', run)).toBe('success');

    expect(called('push', 'staging', 'production')).toEqual([]);
    expect(run.logs['push']).toMatch(/Cache: +4\/6 hit/);
    expect(production()).toEqual(before);
  });

  it('brings all that a library is in', async () => {
    expect(await ended('a library', push(edit('libs/config/src/index.ts')))).toBe('success');
    expect(called('production')).toEqual(ROLL_OUT);
  });

  it('brings the api alone', async () => {
    const { api, worker } = production();
    earlier = api;
    expect(await ended('api only', push(edit('apps/api/src/main.ts')))).toBe('success');
    expect(called('production')).toEqual(['migrate by api', 'roll out api']);
    expect(production().worker).toBe(worker);
  });

  it('migrates by the api before the worker that needs it', async () => {
    const sha = edit('apps/worker/src/main.ts', 'libs/database/src/index.ts');
    expect(await ended('the worker, with a migration', push(sha))).toBe('success');
    expect(called('staging')).toEqual(ROLL_OUT);
    expect(called('production')).toEqual(ROLL_OUT);
  });

  it('passes when functions alone changed', async () => {
    const run = push(edit('apps/serverless/src/handler.ts'));
    expect(await ended('serverless only', run)).toBe('success');
    expect(called('push', 'staging', 'production')).toEqual([]);
  });

  it('brings nothing whose tests fail', async () => {
    world.testsPass(false);
    const sha = edit('apps/api/src/main.ts');
    expect(await ended('a test fails', push(sha))).toBe('failure');
    expect(called('push', 'staging', 'production')).toEqual([]);
    world.testsPass(true);
  });

  it('rolls nothing out when the migration fails, and a re-run brings the image of then', async () => {
    const before = production();
    const sha = edit('libs/database/src/index.ts');
    const database = world.target.amazon.service('staging', 'mcp-server');
    database.tasks.migrationExitCode = 1;

    expect(await ended('the migration fails', push(sha))).toBe('failure');

    expect(called('staging', 'production')).toEqual(['migrate by api']);
    expect(production()).toEqual(before);

    database.tasks.migrationExitCode = 0;
    world.record.clear();
    world.github.caches.clear();
    const again = push(sha, 2);
    expect(await ended('the same run again, after its push and without a cache', again)).toBe(
      'success',
    );
    expect(called('push')).toEqual(expect.arrayContaining(['build api', 'build worker']));
    expect(called('push').filter((what) => what.startsWith('push'))).toEqual([]);
    expect(again.logs['push']).toContain('an earlier build of this commit has the tag');
    expect(called('production')).toEqual(ROLL_OUT);
  });

  it('lets a hotfix pass a run that waits for its approval, which then cannot take it back', async () => {
    const waiting = push(edit('apps/api/src/main.ts'));
    await waiting.waitsFor('production');
    table.add('a change that waits', waiting, world.record.calls);
    world.record.clear();

    const before = production().api;
    expect(await ended('a hotfix meanwhile', push(edit('apps/api/src/main.ts')))).toBe('success');
    const { api } = production();
    expect(api).not.toBe(before);

    world.record.clear();
    expect(await ended('the change that waited, approved after it: the rest', waiting)).toBe(
      'failure',
    );
    expect(waiting.logs['production']).toContain('which is newer');
    expect(production().api).toBe(api);
  });

  it('keeps the order of Nx where a person deploys the worker', async () => {
    const { worker } = production();
    const sha = edit('libs/database/src/index.ts');
    const deploy = () =>
      world.byHand(sha, administrator, 'npx nx deploy worker -c ecs --environment=production').done;
    const database = world.target.amazon.service('production', 'mcp-server');
    database.tasks.migrationExitCode = 1;

    expect(await deploy()).toBe('failure');
    expect(called('production')).toEqual(['migrate by api']);
    expect(production().worker).toBe(worker);

    database.tasks.migrationExitCode = 0;
    world.record.clear();
    expect(await deploy()).toBe('success');
    expect(called('production')).toEqual(ROLL_OUT);
  });

  it('goes back to an earlier image by hand, without a build', async () => {
    const digest = earlier;
    expect(production().api).not.toBe(digest);
    const inputs = { environment: 'production', app: 'api', digest };
    const sha = edit('docs/README.md');
    const run = world.run('roll-back.yml', { name: 'workflow_dispatch', sha, inputs });

    expect(await ended('a roll-back of the api', run)).toBe('success');

    expect(production().api).toBe(digest);
    expect(called('push')).toEqual([]);
  });

  it('shows what one app would come to', async () => {
    const before = production();
    const sha = edit('apps/worker/src/main.ts');
    const inputs = { app: 'worker', 'dry-run': true };
    const event: GithubEvent = { name: 'workflow_dispatch', sha, inputs };

    expect(await ended('one app as a dry run', world.run('deploy.yml', event))).toBe('success');

    expect(called('staging', 'production')).toEqual([]);
    expect(production()).toEqual(before);
  });

  it('has no step that no scenario has run, but for what Kubernetes and other registries need', async () => {
    const sha = edit('apps/api/src/main.ts');
    const head = { sha, repo: { full_name: world.github.repository } };
    const payload = { pull_request: { base: { sha: `${sha}~1` }, head } };
    const pull: GithubEvent = { name: 'pull_request', sha, payload };
    const inputs = { environment: 'staging' };
    const runs: [string, GithubEvent][] = [
      ['ci.yml', pull],
      ['security.yml', pull],
      ['infrastructure.yml', pull],
      ['infrastructure.yml', { name: 'schedule', sha }],
      ['infrastructure.yml', { name: 'workflow_dispatch', sha, inputs }],
      ['forks.yml', { name: 'schedule', sha }], // platform:upstream
    ];
    for (const [workflow, event] of runs) {
      const run = world.run(workflow, event);
      expect(await succeeded(run)).toBe(true);
    }
    expect(called('diff', 'drift', 'provision').sort()).toEqual([
      ...['production --diff by plan', 'production --drift by plan', 'staging --diff by plan'],
      ...['staging --drift by plan', 'staging --yes by provision'],
    ]);

    expect(stepsNotRun(world.github.executed, (step) => !isForKubernetes(step))).toEqual([]);
  });

  it('is described in docs/deploy/verification.md: after a change run with WRITE_DOCS=1', () => {
    expect(table.isInDocument()).toBe(true);
  });
});
