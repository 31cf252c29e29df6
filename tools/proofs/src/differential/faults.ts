import type { Exchange } from './exchange';
import { invalidMessage } from './invalid-message';
import { SECRET } from './sample/definitions';

/** What no client may be sent, whatever it sends: secrets, places on this machine, stack traces. */
const FORBIDDEN = [SECRET, process.cwd(), 'node_modules'];
const STACK_LINE = /\bat .+:\d+:\d+\)?/;

/** What in our answer is nobody's fault but ours. */
export function faultIn(exchange: Exchange): string | undefined {
  const { ours, ourOutcome } = exchange;
  // 503 says that all session places are in use.
  if (ours.status >= 500 && ours.status !== 503) return `status ${ours.status}`;
  if (ourOutcome === -32603) return 'an internal error';
  const leak =
    FORBIDDEN.find((text) => ours.text.includes(text)) ?? STACK_LINE.exec(ours.text)?.[0];
  return leak === undefined ? invalidMessage(exchange) : `the leak ${JSON.stringify(leak)}`;
}
