import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeployError } from '../../deploy/deploy.error';
import { differences } from '../../deploy/differences';
import { migrateLocally, migrationCalls } from '../../deploy/functions/local-migration';
import type { Plan, Platform, Release } from '../../deploy/platform';
import { releaseHash, requireFormer } from '../../deploy/release';
import { Cli, LONG_RUN_MS } from '../../deploy/cli/cli';
import { organization } from '../../identity';
import { samKind, type Stack, StackApi } from './stack-api';
import { secretNames, type StackSettings, stackSettings } from './stack-settings';
import { templateDifferences } from './template-differences';

const RELEASE_TAG = `${organization}:deploy:release`;

interface LambdaPlan extends Plan {
  readonly deploy: readonly string[];
  /** What the stack was, to go back to; none where nothing ran yet. */
  readonly former?: { readonly stack: Stack; readonly template: string };
}

/**
 * Deploys the stack of the function by SAM. The alias shifts traffic to a new version step by step,
 * and an alarm meanwhile shifts it back. CloudFormation itself refuses a second change at once.
 */
export class LambdaPlatform implements Platform<LambdaPlan> {
  private readonly settings: StackSettings;
  private readonly sam: Cli;
  private readonly stack: StackApi;

  /** @param root the workspace */
  constructor(
    private readonly root: string,
    private readonly environment: string,
  ) {
    this.settings = stackSettings(this.file('samconfig.toml'), environment);
    this.sam = new Cli(samKind);
    this.stack = new StackApi(this.settings);
  }

  async plan({ image }: Release, signal: AbortSignal): Promise<LambdaPlan> {
    const wanted = readFileSync(this.file('template.yaml'), 'utf8');
    const api = this.stack.within(signal);
    const secrets = await api.secretVersions(secretNames(wanted, this.settings));
    const release = releaseHash([image, wanted, this.settings.text, secrets]);
    const stack = await api.get();
    const state = stateOf(stack, release, this.settings.name);
    const deploy = this.deployArguments(release);
    const calls = [...migrationCalls(), this.sam.line(deploy)];
    if (stack === undefined) {
      return { state, deploy, calls, differences: [`${this.settings.name}: new`] };
    }
    const template = await api.template();
    const changes = templateDifferences(template, wanted);
    const found = [...differences({ release: releaseOf(stack) }, { release }), ...changes];
    return { state, deploy, calls, differences: found, former: { stack, template } };
  }

  async migrate(_: LambdaPlan, signal: AbortSignal): Promise<void> {
    const file = ['--template-file', this.file('template.yaml'), '--region', this.settings.region];
    await this.sam.within(signal).run(['validate', '--lint', ...file]);
    await migrateLocally(this.root, signal);
  }

  async rollOut({ deploy }: LambdaPlan, signal: AbortSignal): Promise<void> {
    await this.sam.within(signal).run(deploy, LONG_RUN_MS);
  }

  async rollBack({ former }: LambdaPlan, signal: AbortSignal): Promise<void> {
    const { stack, template } = requireFormer(former);
    const api = this.stack.within(signal);
    const now = await api.get();
    // CloudFormation has gone back by itself when the roll-out failed there.
    if (now?.StackStatus === 'UPDATE_ROLLBACK_COMPLETE') return;
    await api.restore(template, stack);
  }

  async report(_: LambdaPlan, signal: AbortSignal): Promise<readonly string[]> {
    return this.stack.within(signal).failures();
  }

  private deployArguments(release: string): string[] {
    return [
      ...['deploy', '--template-file', this.file('template.yaml')],
      ...['--config-file', this.file('samconfig.toml'), '--config-env', this.environment],
      // Publishes a version whenever anything of the release is another, not its code alone.
      ...['--parameter-overrides', ...this.settings.parameters, `Release=${release}`],
      ...['--tags', `${RELEASE_TAG}=${release}`],
    ];
  }

  private file(name: string): string {
    return join(this.root, 'deploy/lambda', name);
  }
}

const releaseOf = ({ Tags = [] }: Stack) => Tags.find(({ Key }) => Key === RELEASE_TAG)?.Value;

/** @throws {DeployError} BUSY, a transient error, while the stack changes, USAGE when it cannot be changed any more */
function stateOf(stack: Stack | undefined, release: string, name: string): Plan['state'] {
  const { StackStatus: status = 'NONE' } = stack ?? {};
  if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') {
    const text = `The stack ${name} is ${status}: wait for it.`;
    throw new DeployError('BUSY', text, [], { transient: true });
  }
  if (['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'].includes(status)) {
    const step = `aws cloudformation delete-stack --stack-name ${name}`;
    throw new DeployError('USAGE', `The stack ${name} was never made (${status}): ${step}`);
  }
  const runs = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'].includes(status);
  return runs && stack && releaseOf(stack) === release ? 'unchanged' : 'change';
}
