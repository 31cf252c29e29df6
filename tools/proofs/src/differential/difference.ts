import { isDeepStrictEqual } from 'node:util';
import { isObject } from '@repo/foundation';
import type { Answer, Json } from './answer';

/** One place in which the two answers are not the same. */
export interface Difference {
  /** `status`, a header's name, or a path into the body: `error.code`, `result.tools.0.name`. */
  readonly at: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Compares all but the texts of errors, which each side words for itself. */
export function differences(ours: Answer, theirs: Answer): Difference[] {
  return [...differencesAt('', partsOf(ours), partsOf(theirs))];
}

function* differencesAt(at: string, ours: unknown, theirs: unknown): Generator<Difference> {
  if (isDeepStrictEqual(ours, theirs)) return;
  if (!isContainer(ours) || !isContainer(theirs)) {
    yield { at, ours, theirs };
    return;
  }
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    yield* differencesAt(at === '' ? key : `${at}.${key}`, ours[key], theirs[key]);
  }
}

function isContainer(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** The answer to one message is spread out; those to a batch stay together, in their order. */
function partsOf({ status, headers, messages, open }: Answer): Json {
  const responses = messages.filter((message) => !isNotice(message)).map(partsOfResponse);
  const notices = messages.filter(isNotice);
  return {
    status,
    open,
    ...headers,
    notices: notices.length > 0 ? notices : undefined,
    ...(responses.length > 1 ? { responses } : (responses[0] ?? { outcome: 'nothing' })),
  };
}

/** A notification, or a question to the client. */
function isNotice(message: unknown): boolean {
  return isObject(message) && 'method' in message;
}

function partsOfResponse(message: unknown): Json {
  if (!isObject(message) || message['jsonrpc'] !== '2.0') return { outcome: 'rubbish' };
  const { id, result, error } = message;
  if (!isObject(error)) return { outcome: 'a result', id, result };
  const outcome = typeof error['message'] === 'string' ? 'an error' : 'an error without a message';
  return { outcome, id, 'error.code': error['code'], 'error.data': error['data'] };
}
