import { DeployError } from '@repo/platform/src/deploy/deploy.error';
import { spawnSync } from 'node:child_process';

/**
 * What a question to CloudFormation answers.
 *
 * @returns `undefined` where the stack does not exist
 * @throws {DeployError} FAILED with what the AWS CLI said
 */
export function askCloudFormation<T>(region: string, ...question: string[]): T | undefined {
  const args = ['cloudformation', ...question, '--region', region, '--output', 'json'];
  const { status, stdout, stderr, error } = spawnSync('aws', args, {
    encoding: 'utf8',
    timeout: 60_000,
    env: process.env,
  });
  if (status === 0) return JSON.parse(stdout) as T;
  if (/does not exist/.test(stderr)) return undefined;
  const reason = error?.message ?? stderr.trim();
  throw new DeployError('FAILED', `aws ${args.join(' ')}: ${reason}`);
}
