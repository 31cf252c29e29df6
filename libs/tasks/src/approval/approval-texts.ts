import type { Task } from '../storage/task-row';
import { nameOf } from './decider';

/** What a caller is told while nobody has decided. */
export function waitingText(scope: string, reason: string): string {
  return `Waits for the approval of another person, who has the scope ${scope}: ${reason}`;
}

/** Text for the model: why its call was not run. */
export function deniedText(by: string, reason: string | undefined): string {
  const why = reason === undefined ? 'They gave no reason.' : `Their reason: ${reason}`;
  return `Denied by ${nameOf(by)}, so it was not done. ${why}`;
}

export const EXPIRED =
  'Nobody decided on this in time, so it was not done. Call again to ask once more.';

/** What a client without tasks is told when its call cannot wait any longer. */
export function stillWaitingText({ id, approval }: Task): string {
  const end = approval === undefined ? '' : `, until ${approval.expiresAt.toISOString()}`;
  const what = approval?.state === 'pending' ? 'Nobody has decided on this yet' : 'This still runs';
  return `${what}: it goes on as task ${id}${approval?.state === 'pending' ? end : ''}. Call again with the same arguments to go on waiting; that starts nothing twice.`;
}

/** JSON of a result that is an error of the tool. */
export function failureJson(text: string): string {
  return JSON.stringify({
    resultType: 'complete',
    content: [{ type: 'text', text }],
    isError: true,
  });
}
