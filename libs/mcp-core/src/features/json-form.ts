import { UnsendableError } from './unsendable.error';

/** No iterator, stream, set or map: a result is sent whole. */
export type PlainObject = object & {
  readonly [Symbol.iterator]?: undefined;
  readonly [Symbol.asyncIterator]?: undefined;
};

/**
 * The JSON of a plain value.
 *
 * @throws {UnsendableError} it has none
 */
export function toJson(value: unknown): string {
  assertNoSequence(value);
  const json = JSON.stringify(value) as string | undefined;
  if (json !== undefined) return json;
  throw new UnsendableError(`a value of type ${typeof value}, which has no JSON form`);
}

/**
 * Iterators, streams, sets and maps have the JSON form `{}`, which is never what is meant.
 *
 * @throws {UnsendableError} it is one of them
 */
export function assertNoSequence(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  if (!(Symbol.iterator in value) && !(Symbol.asyncIterator in value)) return;
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return;
  const name = Object.prototype.toString.call(value).slice('[object '.length, -1);
  throw new UnsendableError(
    `a sequence (${name}), and a result is sent whole. Collect it into an array first`,
  );
}
