import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import { isObject, type Clock } from '@repo/foundation';
import { principalOf } from '../protocol/client';
import { InvalidParamsError } from '../protocol/protocol.error';
import type { McpRequest } from '../protocol/mcp-request';

/** How long a person may take to answer. Also the time in which a state can be replayed. */
export const INPUT_TIMEOUT_MS = 10 * 60_000;

type Answers = Record<string, unknown>;

interface State {
  readonly answers: Answers;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Keeps the answers that a modern client already gave, in a `requestState` that the client carries
 * from round to round. It is signed, expires, and counts only for the same principal and the same
 * call (2026-07-28, Multi Round-Trip Requests, Server Requirements); the same key on all replicas
 * lets each of them go on with it. The SDK has a codec for it, and takes 350 ms of CPU to load.
 */
export class RequestStates {
  /** @param key at least 32 bytes */
  constructor(
    private readonly key: Uint8Array,
    private readonly clock: Clock,
  ) {}

  /**
   * All answers of the rounds so far.
   *
   * @throws {InvalidParamsError} the state is not ours, was altered, is too old, or belongs to
   *   another principal or another call
   */
  read(request: McpRequest): Answers {
    const { requestState, inputResponses } = request.params;
    const given = isObject(inputResponses) ? inputResponses : {};
    return requestState === undefined
      ? given
      : { ...this.verified(requestState, request), ...given };
  }

  /** @returns the state as `<JSON>.<HMAC-SHA-256>`, both in base64url */
  write(request: McpRequest, answers: Answers): string {
    const state: State = { answers, expiresAt: this.clock.now() + INPUT_TIMEOUT_MS };
    const body = Buffer.from(JSON.stringify(state)).toString('base64url');
    return `${body}.${this.signature(body, request)}`;
  }

  private verified(state: unknown, request: McpRequest): Answers {
    const [body = '', signature = '', ...rest] = typeof state === 'string' ? state.split('.') : [];
    const isOurs = rest.length === 0 && isSame(signature, this.signature(body, request));
    // What we signed is what we wrote.
    const read = isOurs && (JSON.parse(Buffer.from(body, 'base64url').toString()) as State);
    if (read && read.expiresAt > this.clock.now()) return read.answers;
    // The reason is not sent: it would help to forge one.
    throw new InvalidParamsError('Invalid requestState. Repeat the call without it.');
  }

  /** Of the state and of what it counts for: principal, method, and a digest of the call. */
  private signature(body: string, { method, params, client }: McpRequest): string {
    const { name, uri, arguments: input } = params;
    const call = createHash('sha256').update(stringify({ name, uri, arguments: input }) ?? '');
    return createHmac('sha256', this.key)
      .update([body, method, call.digest('base64url'), principalOf(client.auth)].join('\n'))
      .digest('base64url');
  }
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
