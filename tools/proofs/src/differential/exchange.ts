import { isObject } from '@repo/foundation';
import type { Answer, Json } from './answer';
import type { WireRequest } from './wire-request';

export type Setting = 'modern' | 'sessions' | 'stateless';

/** `a result`, `nothing`, the code of an error, or `several` answers to a batch. */
export type Outcome = 'a result' | 'nothing' | 'several' | number;

/** One request and what both sides answered, in the words that rules are written in. */
export class Exchange {
  readonly ourOutcome: Outcome;
  readonly theirOutcome: Outcome;
  /** The body, where it is JSON. */
  readonly body: unknown;

  constructor(
    readonly setting: Setting,
    readonly request: WireRequest,
    readonly ours: Answer,
    readonly theirs: Answer,
  ) {
    this.ourOutcome = outcomeOf(ours);
    this.theirOutcome = outcomeOf(theirs);
    this.body = parsed(request.body);
  }

  get message(): Json {
    return isObject(this.body) ? this.body : {};
  }

  get method(): unknown {
    return this.message['method'];
  }

  get params(): Json {
    const { params } = this.message;
    return isObject(params) ? params : {};
  }

  get meta(): Json {
    const { _meta } = this.params;
    return isObject(_meta) ? _meta : {};
  }

  readonly header = (name: string): string => this.request.headers[name] ?? '';

  /** Whether we answered the one and they the other. */
  readonly is = (ours: Outcome, theirs: Outcome): boolean =>
    this.ourOutcome === ours && this.theirOutcome === theirs;
}

function outcomeOf({ messages }: Answer): Outcome {
  const responses = messages.filter((message) => isObject(message) && !('method' in message));
  const [only] = responses as Json[];
  if (responses.length > 1) return 'several';
  if (only === undefined) return 'nothing';
  return isObject(only['error']) ? (only['error']['code'] as number) : 'a result';
}

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '') as unknown;
  } catch {
    return undefined;
  }
}
