import { DeployError } from '@repo/platform/src/deploy/deploy.error';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const here = join(__dirname, '..');

/** CDK on the stacks of one environment. */
export class Cdk {
  private readonly outputs: string;

  /** @param approved whether rights may grow without a question */
  constructor(
    private readonly environment: string,
    private readonly approved = false,
  ) {
    this.outputs = join(here, 'dist', `outputs-${environment}.json`);
  }

  /** @returns the outputs of the stack */
  deploy(stack: string): Readonly<Record<string, string>> {
    const name = `mcp-${this.environment}-${stack}`;
    const approval = this.approved ? ['--require-approval', 'never'] : [];
    this.run('deploy', '--exclusively', '--outputs-file', this.outputs, ...approval, name);
    const stacks = JSON.parse(readFileSync(this.outputs, 'utf8')) as Record<string, object>;
    return { ...stacks[name] };
  }

  /** Prints what a deploy would change. */
  diff(): void {
    this.run('diff', ...this.stacks);
  }

  /** @throws {DeployError} FAILED where what is there is not what the stacks made */
  drift(): void {
    this.run('drift', '--fail', ...this.stacks);
  }

  private get stacks(): string[] {
    return ['foundation', 'services', 'scaling'].map((stack) => `mcp-${this.environment}-${stack}`);
  }

  private run(...args: string[]): void {
    const env = { ...process.env, INFRASTRUCTURE_ENVIRONMENT: this.environment };
    const { status } = spawnSync(join(here, 'node_modules/.bin/cdk'), args, {
      ...{ cwd: here, stdio: 'inherit', env },
    });
    if (status !== 0) throw new DeployError('FAILED', `cdk ${args[0]} ended with code ${status}.`);
  }
}
