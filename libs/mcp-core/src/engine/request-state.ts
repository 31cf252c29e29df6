import { createHash } from 'node:crypto';
import type { RequestStateCodec, ServerContext } from '@modelcontextprotocol/server';
import stringify from 'safe-stable-stringify';
import { principalOf } from '../protocol/client';
import { isObject } from '@repo/foundation';
import { type Params } from '../protocol/json-rpc';
import { InvalidParamsError } from '../protocol/protocol.error';
import type { McpRequest } from '../protocol/mcp-request';

/** How long a person may take to answer. Also the time in which a state can be replayed. */
export const INPUT_TIMEOUT_MS = 10 * 60_000;

type Answers = Record<string, unknown>;

/**
 * Keeps the answers that a modern client already gave, in a `requestState` that the client carries
 * from round to round. It is signed, expires, and counts only for the same principal and the same
 * call (2026-07-28, Multi Round-Trip Requests, Server Requirements); the same key on all replicas
 * lets each of them go on with it.
 */
export class RequestStates {
  private codec?: Promise<RequestStateCodec<Answers>>;

  /** @param key at least 32 bytes */
  constructor(private readonly key: Uint8Array) {}

  /**
   * All answers of the rounds so far.
   *
   * @throws {InvalidParamsError} the state is not ours, was altered, is too old, or belongs to
   *   another principal or another call
   */
  read(request: McpRequest): Answers | Promise<Answers> {
    const { requestState, inputResponses } = request.params;
    const given = isObject(inputResponses) ? inputResponses : {};
    return requestState === undefined ? given : this.verify(request, requestState, given);
  }

  private async verify(request: McpRequest, requestState: unknown, given: Answers) {
    try {
      if (typeof requestState !== 'string') throw new Error('malformed');
      const codec = await this.load();
      return { ...(await codec.verify(requestState, bindingOf(request))), ...given };
    } catch {
      // The reason is not sent: it would help to forge one.
      throw new InvalidParamsError('Invalid requestState. Repeat the call without it.');
    }
  }

  async write(request: McpRequest, answers: Answers): Promise<string> {
    const codec = await this.load();
    return codec.mint(answers, bindingOf(request));
  }

  /** The SDK takes 150 ms to load, which a start without such a call need not pay. */
  private load(): Promise<RequestStateCodec<Answers>> {
    this.codec ??= import('@modelcontextprotocol/server').then(({ createRequestStateCodec }) =>
      createRequestStateCodec<Answers>({
        key: this.key,
        ttlSeconds: INPUT_TIMEOUT_MS / 1000,
        // The codec hands on what it was given as context: here it is the binding itself.
        bind: (context) => context as unknown as string,
      }),
    );
    return this.codec;
  }
}

/** Principal, method, and a digest of what the call is about: all but the rounds' own fields. */
function bindingOf({ method, params, client }: McpRequest): ServerContext {
  const about: Params = {
    name: params['name'],
    uri: params['uri'],
    arguments: params['arguments'],
  };
  const digest = createHash('sha256')
    .update(stringify(about) ?? '')
    .digest('base64url');
  return `${method}\n${digest}\n${principalOf(client.auth)}` as unknown as ServerContext;
}
