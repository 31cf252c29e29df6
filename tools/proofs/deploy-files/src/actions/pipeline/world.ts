import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wireServer } from '@repo/platform/src/deploy/testing/wire-server';
import { LocalRegistry } from '@repo/platform/src/push/testing/local-registry';
import { workspace } from '../../workspace';
import { readWorkflow, workflowOf } from '../workflow';
import { CallRecord } from '../runner/call-record';
import { Github, type GithubEvent } from '../runner/github';
import { WorkflowRun } from '../runner/workflow-run';
import { FakeAmazon } from './fake-amazon';
import { linkPackages, SampleWorkspace } from './sample-workspace';

const ACCOUNTS = { staging: '111111111111', production: '222222222222' };
const ECR = `${ACCOUNTS.staging}.dkr.ecr.eu-central-1.amazonaws.com`;
const PUSH_ROLE = `arn:aws:iam::${ACCOUNTS.staging}:role/mcp-github-push`;
const deployRole = (environment: keyof typeof ACCOUNTS) =>
  `arn:aws:iam::${ACCOUNTS[environment]}:role/mcp-github-deploy`;

/** The environments and roles of `infrastructure.yml`. */
const infrastructure = (() => {
  const environments: Record<string, { variables: Record<string, string> }> = {};
  const trusts: Record<string, string> = {};
  for (const [name, account] of Object.entries(ACCOUNTS)) {
    for (const what of ['plan', 'provision']) {
      const role = `arn:aws:iam::${account}:role/${what}`;
      environments[`${name}-${what}`] = { variables: { [`AWS_${what.toUpperCase()}_ROLE`]: role } };
      trusts[role] = `${name}-${what}`;
    }
  }
  return { environments, trusts };
})();

/** Stand-ins for programs. */
const PROGRAMS = join(__dirname, 'programs');

/** A fork on GitHub with all that its pipeline talks to. */
export class World {
  private readonly cleanUp: (() => unknown)[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
  readonly record = new CallRecord(join(this.folder, 'record'));
  sample!: SampleWorkspace;
  github!: Github;
  amazon!: FakeAmazon;

  static async start(): Promise<World> {
    const world = new World();
    try {
      await world.build();
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  private async build(): Promise<void> {
    const { folder, record } = this;
    this.cleanUp.push(() => rmSync(folder, { recursive: true }));
    this.sample = SampleWorkspace.create(join(folder, 'origin'));
    linkPackages(join(folder, 'packages'));
    writeFileSync(join(folder, 'deployments.json'), '[]');

    const registry = await LocalRegistry.start();
    this.cleanUp.push(() => registry.stop());
    this.amazon = await FakeAmazon.start(ACCOUNTS, registry.address, record);
    this.cleanUp.push(() => this.amazon.stop());
    // The endpoint of both environments.
    const endpoint = await wireServer(() => {
      return { status: 200, body: { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'one' }] } } };
    });
    this.cleanUp.push(() => endpoint.stop());

    const environmentOf = (name: keyof typeof ACCOUNTS) => ({
      AWS_DEPLOY_ROLE: deployRole(name),
      VERIFY_URL: `${endpoint.url}/mcp`,
    });
    this.github = new Github({
      ...{ folder, record, origin: this.sample.folder },
      variables: {
        ...{ IMAGE_REGISTRY: `${ECR}/mcp`, AWS_REGION: 'eu-central-1' },
        ...{ ATTESTATIONS: 'true', CODE_SECURITY: 'true', AWS_INFRASTRUCTURE: 'true' },
      },
      environments: {
        images: { variables: { AWS_PUSH_ROLE: PUSH_ROLE } },
        staging: { variables: environmentOf('staging') },
        production: { variables: environmentOf('production'), reviewed: true },
        ...infrastructure.environments,
      },
      trusts: {
        ...infrastructure.trusts,
        [PUSH_ROLE]: 'images',
        [deployRole('staging')]: 'staging',
        [deployRole('production')]: 'production',
      },
      processEnv: {
        PATH: `${PROGRAMS}:${process.env['PATH']}`,
        NODE_OPTIONS: `--require ${join(PROGRAMS, 'first-on-path.cjs')}`,
        HOME: join(folder, 'home'),
        CI: 'true',
        AWS_ENDPOINT_URL: this.amazon.url,
        PROOF_FOLDER: folder,
        PROOF_RECORD: record.file,
        PROOF_PACKAGES: join(folder, 'packages'),
        PROOF_WORKSPACE: workspace,
        PROOF_ECR: ECR,
        PROOF_REGISTRY: registry.address,
        PROOF_SKOPEO: execFileSync('which', ['skopeo'], { encoding: 'utf8' }).trim(),
      },
    });
  }

  /** Whether the checks of CI succeed. */
  testsPass(pass: boolean): void {
    writeFileSync(join(this.folder, 'tests'), pass ? '' : 'fail');
  }

  run(workflow: string, event: GithubEvent, attempt?: number): WorkflowRun {
    return new WorkflowRun(
      this.github,
      readWorkflow(`.github/workflows/${workflow}`),
      event,
      attempt,
    );
  }

  /** What a person does in a checkout, with the rights of an administrator of production. */
  byHand(sha: string, run: string): WorkflowRun {
    const env = {
      AWS_ACCESS_KEY_ID: `${ACCOUNTS.production}.administrator`,
      ...{ AWS_SECRET_ACCESS_KEY: 'none', NX_DAEMON: 'false', IMAGE_REGISTRY: `${ECR}/mcp` },
    };
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
