import { organization } from '../../../identity';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asDeployError, DeployError } from '../../deploy.error';
import { differences } from '../../differences';
import type { DeployLock, Plan, Platform, Release } from '../../platform';
import { migrateFromHere, migrationCalls } from '../functions/migrate-from-here';
import { shortHash } from '../templates/short-hash';
import { Tool } from '../tool/tool';
import { samKind } from './aws-tools';
import { type Stack, StackApi } from './stack-api';
import { type StackSettings, stackSettings } from './stack-settings';
import { templateDifferences } from './template-differences';

const releaseTag = `${organization}:deploy:release`;

export interface LambdaPlan extends Plan {
  readonly deploy: readonly string[];
  /** What the stack was, to go back to; none where nothing ran yet. */
  readonly former?: { readonly stack: Stack; readonly template: string };
}

/**
 * Deploys the stack of the function by SAM. The alias takes a new version step by step, and an alarm
 * on the way takes it back. One change at a time is CloudFormation's own rule.
 */
export class LambdaPlatform implements Platform<LambdaPlan> {
  private readonly settings: StackSettings;
  private readonly sam: Tool;
  private readonly stack: StackApi;

  /** @param root the workspace */
  constructor(
    private readonly root: string,
    private readonly environment: string,
  ) {
    this.settings = stackSettings(this.file('samconfig.toml'), environment);
    this.sam = new Tool(samKind);
    this.stack = new StackApi(this.settings);
  }

  async plan({ image }: Release): Promise<LambdaPlan> {
    const wanted = readFileSync(this.file('template.yaml'), 'utf8');
    const release = shortHash([image, wanted, this.settings.text]);
    const stack = await this.stack.get();
    const state = stateOf(stack, release, this.settings.name);
    const deploy = this.deployArguments(release);
    const calls = [...migrationCalls(), this.sam.line(deploy)];
    if (stack === undefined) {
      return { state, deploy, calls, differences: [`${this.settings.name}: new`] };
    }
    const template = await this.stack.template();
    const changes = templateDifferences(template, wanted);
    const found = [...differences({ release: releaseOf(stack) }, { release }), ...changes];
    return { state, deploy, calls, differences: found, former: { stack, template } };
  }

  readLock(): Promise<DeployLock | undefined> {
    return Promise.resolve(undefined);
  }

  writeLock(): Promise<void> {
    return Promise.resolve();
  }

  clearLock(): Promise<void> {
    return Promise.resolve();
  }

  async migrate(_: LambdaPlan, signal: AbortSignal): Promise<void> {
    const file = ['--template-file', this.file('template.yaml'), '--region', this.settings.region];
    await this.sam.run(['validate', '--lint', ...file], signal);
    await migrateFromHere(this.root, signal);
  }

  async rollOut({ deploy }: LambdaPlan, signal: AbortSignal): Promise<void> {
    await this.sam.run(deploy, signal);
  }

  async rollBack({ former }: LambdaPlan): Promise<void> {
    if (former === undefined) {
      throw new DeployError('NOT_FOUND', 'Nothing ran before, so there is nothing to go back to.');
    }
    const now = await this.stack.get();
    // CloudFormation has gone back by itself when the roll-out failed there.
    if (now?.StackStatus === 'UPDATE_ROLLBACK_COMPLETE') return;
    await this.stack.restore(former.template, former.stack);
  }

  async report(): Promise<readonly string[]> {
    return this.stack.failures().catch((error: unknown) => [asDeployError(error).message]);
  }

  private deployArguments(release: string): string[] {
    return [
      ...['deploy', '--template-file', this.file('template.yaml')],
      ...['--config-file', this.file('samconfig.toml'), '--config-env', this.environment],
      ...['--tags', `${releaseTag}=${release}`],
    ];
  }

  private file(name: string): string {
    return join(this.root, 'deploy/lambda', name);
  }
}

const releaseOf = ({ Tags = [] }: Stack) => Tags.find(({ Key }) => Key === releaseTag)?.Value;

/** @throws {DeployError} BUSY while the stack changes, USAGE when it cannot be changed any more */
function stateOf(stack: Stack | undefined, release: string, name: string): Plan['state'] {
  const { StackStatus: status = 'NONE' } = stack ?? {};
  if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') {
    throw new DeployError('BUSY', `The stack ${name} is ${status}: wait for it.`);
  }
  if (['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'].includes(status)) {
    const step = `aws cloudformation delete-stack --stack-name ${name}`;
    throw new DeployError('USAGE', `The stack ${name} was never made (${status}): ${step}`);
  }
  const runs = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'].includes(status);
  return runs && stack && releaseOf(stack) === release ? 'unchanged' : 'change';
}
