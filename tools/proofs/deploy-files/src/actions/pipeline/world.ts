import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wireServer } from '@repo/platform/src/deploy/testing/wire-server';
import { LocalRegistry } from '@repo/platform/src/push/testing/local-registry';
import { workspace } from '../../workspace';
import { CallRecord } from '../runner/call-record';
import { Github, type GithubEvent } from '../runner/github';
import { WorkflowRun } from '../runner/workflow-run';
import { readWorkflow, workflowOf } from '../workflow';
import { linkPackages, SampleWorkspace } from './sample-workspace';
import type { Target, TargetSetting } from './target';

/** Stand-ins for programs. */
const PROGRAMS = join(__dirname, 'programs');

type MakeTarget<T> = (setting: TargetSetting) => Promise<T>;

/** A fork on GitHub with all that its pipeline talks to. */
export class World<T extends Target> {
  private readonly cleanUp: (() => unknown)[] = [];
  private edits = 0;
  readonly folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
  readonly record = new CallRecord(join(this.folder, 'record'));
  sample!: SampleWorkspace;
  github!: Github;
  target!: T;

  static async start<T extends Target>(
    makeTarget: MakeTarget<T>,
    registry: { readonly htpasswd?: string } = {},
  ): Promise<World<T>> {
    const world = new World<T>();
    try {
      await world.build(makeTarget, await world.startRegistry(registry));
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  private async startRegistry(options: { readonly htpasswd?: string }): Promise<string> {
    this.cleanUp.push(() => rmSync(this.folder, { recursive: true }));
    const registry = await LocalRegistry.start(options);
    this.cleanUp.push(() => registry.stop());
    return registry.address;
  }

  private async build(makeTarget: MakeTarget<T>, registry: string): Promise<void> {
    const { folder, record } = this;
    this.sample = SampleWorkspace.create(join(folder, 'origin'));
    linkPackages(join(folder, 'packages'));
    writeFileSync(join(folder, 'deployments.json'), '[]');
    const endpoint = await wireServer(() => {
      return { status: 200, body: { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'one' }] } } };
    });
    this.cleanUp.push(() => endpoint.stop());
    this.target = await makeTarget({ record, registry, endpoint: endpoint.url });
    this.cleanUp.push(() => this.target.stop());

    const { variables, environments, trusts, processEnv } = this.target;
    this.github = new Github({
      ...{ folder, record, origin: this.sample.folder, variables, environments, trusts },
      processEnv: {
        PATH: `${PROGRAMS}:${process.env['PATH']}`,
        NODE_OPTIONS: `--require ${join(PROGRAMS, 'first-on-path.cjs')}`,
        HOME: join(folder, 'home'),
        CI: 'true',
        // In the process of Nx itself: else each plugin starts one of its own, at each start of Nx.
        NX_ISOLATE_PLUGINS: 'false',
        PROOF_FOLDER: folder,
        PROOF_RECORD: record.file,
        PROOF_PACKAGES: join(folder, 'packages'),
        PROOF_WORKSPACE: workspace,
        PROOF_REGISTRY: registry,
        PROOF_SKOPEO: execFileSync('which', ['skopeo'], { encoding: 'utf8' }).trim(),
        ...processEnv,
      },
    });
  }

  /** Whether the checks of CI succeed. */
  testsPass(pass: boolean): void {
    writeFileSync(join(this.folder, 'tests'), pass ? '' : 'fail');
  }

  /** A commit that changes files: of code what it does, and not its comments alone. */
  edit(...files: string[]): string {
    const change = ++this.edits;
    const line = `export const change${change} = ${change};`;
    const edited = files.flatMap((file) => Object.entries(this.sample.edit(file, line)));
    return this.sample.change('feat: change', Object.fromEntries(edited));
  }

  run(workflow: string, event: GithubEvent, attempt?: number): WorkflowRun {
    const file = readWorkflow(`.github/workflows/${workflow}`);
    return new WorkflowRun(this.github, file, event, attempt);
  }

  push = (sha: string, attempt?: number) => this.run('deploy.yml', { name: 'push', sha }, attempt);

  /** A run to its end, approved where it asks. */
  async ended(run: WorkflowRun): Promise<string> {
    await run.waitsFor('production').then(
      () => run.approve('production'),
      () => undefined,
    );
    return run.done;
  }

  /** What jobs have called, in its order. */
  called = (...jobs: string[]) =>
    this.record.calls
      .filter(({ job, what }) => jobs.includes(job) && !what.startsWith('attest'))
      .map(({ what }) => what);

  /** What a person does in a checkout, with credentials of their own. */
  byHand(sha: string, credentials: Readonly<Record<string, string>>, run: string): WorkflowRun {
    const env = { ...credentials, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' };
    const checkout = { uses: 'actions/checkout@v1', with: { 'persist-credentials': false } };
    const jobs = { shell: { env, steps: [checkout, { run: 'npm ci' }, { run }] } };
    const text = JSON.stringify({ name: 'By hand', on: {}, jobs });
    return new WorkflowRun(this.github, workflowOf('by hand', text), {
      ...{ name: 'workflow_dispatch', sha },
    });
  }

  async stop(): Promise<void> {
    for (const one of this.cleanUp.reverse()) await one();
  }
}
