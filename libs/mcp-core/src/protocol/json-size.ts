import { jsonExcess } from '@repo/foundation';
import { InvalidRequestError } from './protocol.error';

const MAX_LEVELS = 128;

/**
 * Looks at a text that claims to be JSON before it is parsed.
 *
 * @param maxValues members of lists and objects, all levels together
 * @throws {InvalidRequestError} it would cost too much
 */
export function checkJsonSize(json: string, maxValues: number): void {
  const excess = jsonExcess(json, { levels: MAX_LEVELS, values: maxValues });
  if (excess === undefined) return;
  const found =
    excess === 'levels'
      ? `nests deeper than ${MAX_LEVELS} levels`
      : `has more than ${maxValues} values`;
  throw new InvalidRequestError(`The JSON ${found}. Send less at once.`);
}
