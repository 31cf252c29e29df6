import { InvalidParamsError } from '../protocol/protocol.error';

/** URIs, and the characters in them, that one subscriber may name: the host remembers them all. */
const MOST_URIS = 1_000;
const MOST_CHARACTERS = 65_536;

/**
 * @param uris all that one session or one `subscriptions/listen` is subscribed to
 * @throws {InvalidParamsError} they are too many, or too long
 */
export function checkSubscribedUris(uris: readonly string[]): void {
  if (uris.length > MOST_URIS) {
    throw new InvalidParamsError(`At most ${MOST_URIS} resources can be subscribed to.`);
  }
  const characters = uris.reduce((sum, uri) => sum + uri.length, 0);
  if (characters > MOST_CHARACTERS) {
    throw new InvalidParamsError(
      `The subscribed URIs have ${characters} characters, more than the ${MOST_CHARACTERS} allowed.`,
    );
  }
}
