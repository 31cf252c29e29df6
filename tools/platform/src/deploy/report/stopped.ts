import { asDeployError, DeployError } from '../deploy.error';
import type { Progress } from './progress';

/**
 * What a run that was told to stop has done, and what the next one does.
 *
 * @param reason the signal's
 * @param all the names of a deploy's steps in their order
 */
export function stopped(
  reason: unknown,
  { done, cutOff }: Progress,
  all: readonly string[],
): DeployError {
  const left = all.filter((step) => !done.includes(step) && step !== cutOff);
  const lines = [
    asDeployError(reason).message,
    `Done: ${listOf(done)}.`,
    ...(cutOff === undefined
      ? []
      : [`Cut off: ${cutOff}. What the platform has begun of it, it goes on with.`]),
    `Left: ${listOf(left)}.`,
    'The next run goes on from here.',
  ];
  return new DeployError('STOPPED', lines.join('\n'), [], { cause: reason });
}

const listOf = (steps: readonly string[]) => (steps.length === 0 ? 'nothing' : steps.join(', '));
