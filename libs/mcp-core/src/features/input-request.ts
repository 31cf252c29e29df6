import { randomUUID } from 'node:crypto';
import type {
  ClientCapabilities,
  CreateMessageRequestParams,
  CreateMessageResult,
  ListRootsResult,
} from '@modelcontextprotocol/server';
import type { JsonSchema } from './json-schema';
import { CompiledSchema, type Schema, type Validated } from './schema';
import { isObject } from '@repo/foundation';
import { describe, type Params } from '../protocol/json-rpc';
import { formSchema } from './form-schema';
import { InvalidParamsError } from '../protocol/protocol.error';

/**
 * Something that only the client can give: a person's answer, a completion of its model, its
 * roots. Made by `elicit`, `elicitUrl`, `sample` and `listRoots`.
 */
export interface InputRequest<Answer = unknown> {
  readonly method: 'elicitation/create' | 'sampling/createMessage' | 'roots/list';
  readonly params: Params;
  /** What clients of 2025-11-25 and older get besides. */
  readonly legacyParams?: Params;
  /** What the client must have declared, in the shape of its capabilities. */
  readonly needs: Record<string, object>;
  /** @throws {InvalidParamsError} the client's answer is not of the promised shape. */
  read(answer: unknown): Answer | Promise<Answer>;
}

export type InputRequests = Record<string, InputRequest>;
export type InputAnswers<R extends InputRequests> = {
  [K in keyof R]: R[K] extends InputRequest<infer Answer> ? Answer : never;
};

/** A person's answer to a form: `content` is there when it was accepted. */
export type ElicitAnswer<Content> =
  { action: 'accept'; content: Content } | { action: 'decline' | 'cancel'; content?: undefined };

export type FormContent = Record<string, string | number | boolean | string[]>;

const converted = new WeakMap<Schema, CompiledSchema>();

function compileOnce(schema: Schema): CompiledSchema {
  let compiled = converted.get(schema);
  if (compiled === undefined) {
    compiled = CompiledSchema.compile(schema, 'input');
    converted.set(schema, compiled);
  }
  return compiled;
}

const forms = new WeakMap<object, JsonSchema>();

function formOnce(schema: Schema | JsonSchema, json = schema as JsonSchema): JsonSchema {
  const known = forms.get(schema);
  if (known !== undefined) return known;
  const form = formSchema(json);
  forms.set(schema, form);
  return form;
}

/**
 * Asks the person at the client to fill in a form of flat fields.
 *
 * @param request.schema declare it once, outside of the method: it is converted on first use. A
 *   plain JSON Schema can be given too, and the answer's content is then not checked.
 * @throws {TypeError} the schema is no form: fields are strings, numbers, booleans and choices
 */
export function elicit<S extends Schema>(request: {
  message: string;
  schema: S;
}): InputRequest<ElicitAnswer<Validated<S>>>;
export function elicit(request: {
  message: string;
  schema: JsonSchema;
}): InputRequest<ElicitAnswer<FormContent>>;
export function elicit(request: {
  message: string;
  schema: Schema | JsonSchema;
}): InputRequest<ElicitAnswer<unknown>> {
  const compiled =
    '~standard' in request.schema ? compileOnce(request.schema as Schema) : undefined;
  return {
    method: 'elicitation/create',
    params: {
      message: request.message,
      requestedSchema: formOnce(request.schema, compiled?.json),
    },
    needs: { elicitation: { form: {} } },
    read: (answer) => readElicitAnswer(answer, compiled),
  };
}

/** Sends the person to a page, for what must not pass through the client (secrets, payments). */
export function elicitUrl(request: {
  message: string;
  url: string;
  /** For clients of 2025-11-25, which distinguish several by it. Default: a random one. */
  elicitationId?: string;
}): InputRequest<ElicitAnswer<undefined>> {
  const { message, url, elicitationId = randomUUID() } = request;
  return {
    method: 'elicitation/create',
    params: { mode: 'url', message, url },
    legacyParams: { elicitationId },
    needs: { elicitation: { url: {} } },
    read: (answer) => readElicitAnswer(answer, undefined) as Promise<ElicitAnswer<undefined>>,
  };
}

/**
 * Asks the client's model for a message.
 *
 * Deprecated by 2026-07-28 (SEP-2577), and served in both eras: better call a model's API yourself.
 */
export function sample(params: CreateMessageRequestParams): InputRequest<CreateMessageResult> {
  return {
    method: 'sampling/createMessage',
    params: { ...params },
    needs: { sampling: params.tools === undefined ? {} : { tools: {} } },
    read: (answer) => {
      if (
        isObject(answer) &&
        typeof answer['model'] === 'string' &&
        answer['content'] !== undefined
      ) {
        return answer as unknown as CreateMessageResult;
      }
      throw badAnswer('a message with "role", "content" and "model"', answer);
    },
  };
}

/**
 * Asks for the folders that the client works in.
 *
 * Deprecated by 2026-07-28 (SEP-2577), and served in both eras: better take them as arguments.
 */
export function listRoots(): InputRequest<ListRootsResult> {
  return {
    method: 'roots/list',
    params: {},
    needs: { roots: {} },
    read: (answer) => {
      if (isObject(answer) && Array.isArray(answer['roots'])) {
        return answer as unknown as ListRootsResult;
      }
      throw badAnswer('an object with a "roots" array', answer);
    },
  };
}

/** The part of what a request needs that the client did not declare; undefined when it did. */
export function missingCapabilities(
  needs: Record<string, object>,
  declared: ClientCapabilities,
): Record<string, object> | undefined {
  for (const [name, parts] of Object.entries(needs)) {
    const given = withDefaultMode(name, (declared as Record<string, unknown>)[name]);
    const absent = Object.keys(parts).some((part) => !isObject(given) || given[part] === undefined);
    if (given === undefined || absent) return { [name]: parts };
  }
  return undefined;
}

/** A client that names no mode of elicitation has the form (2026-07-28, elicitation). */
function withDefaultMode(name: string, given: unknown): unknown {
  const namesNone = name === 'elicitation' && isObject(given) && given['url'] === undefined;
  return namesNone ? { form: {}, ...given } : given;
}

async function readElicitAnswer(
  answer: unknown,
  schema: CompiledSchema | undefined,
): Promise<ElicitAnswer<unknown>> {
  const action = isObject(answer) ? answer['action'] : undefined;
  if (action === 'decline' || action === 'cancel') return { action };
  if (action !== 'accept' || !isObject(answer)) {
    throw badAnswer('an "action" of accept, decline or cancel', answer);
  }
  const content = answer['content'] ?? {};
  if (schema === undefined) return { action, content };
  const checked = await schema.validate(content);
  if (!checked.ok)
    throw new InvalidParamsError(`The answer does not fit the form: ${checked.problem}`);
  return { action, content: checked.value };
}

function badAnswer(expected: string, found: unknown): InvalidParamsError {
  return new InvalidParamsError(`Input response: expected ${expected}, found ${describe(found)}.`);
}
