import { InvalidParamsError } from '../protocol/protocol.error';

/** URIs, and the characters in them, that one subscriber may name: the host remembers them all. */
const MAX_URIS = 1_000;
const MAX_CHARACTERS = 65_536;

/**
 * @param uris all that one session or one `subscriptions/listen` is subscribed to
 * @throws {InvalidParamsError} they are too many, or too long
 */
export function checkSubscribedUris(uris: readonly string[]): void {
  if (uris.length > MAX_URIS) {
    throw new InvalidParamsError(`At most ${MAX_URIS} resources can be subscribed to.`);
  }
  const characters = uris.reduce((sum, uri) => sum + uri.length, 0);
  if (characters > MAX_CHARACTERS) {
    throw new InvalidParamsError(
      `The subscribed URIs have ${characters} characters, more than the ${MAX_CHARACTERS} allowed.`,
    );
  }
}
