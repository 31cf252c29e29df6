import { isObject } from '@repo/foundation';
import type { Catalog } from '../catalog/catalog';
import type { Extension } from '../extensions/extension';
import { ExtensionContext } from '../extensions/extension-context';
import type { ExtensionHost } from '../extensions/extension-host';
import type { ExtensionMethod } from '../extensions/extension-method';
import { methodsOfExtensions, type OfferedExtension } from '../extensions/offered-extensions';
import type { Call } from '../features/feature';
import { CompiledSchema } from '../features/schema';
import type { Params } from '../protocol/json-rpc';
import type { McpRequest } from '../protocol/mcp-request';
import { PreEncodedJson } from '../protocol/pre-encoded-json';
import type { Era } from '../protocol/revision';
import {
  InvalidParamsError,
  MethodNotFoundError,
  MissingClientCapabilityError,
  type Outcome,
} from '../protocol/protocol.error';
import type { CallChain, CallResult, RequestResult } from './call-interceptor';
import type { PreparedCall } from './invoker';
import type { MakeList } from './lists';
import type { ResultEncoder } from './result-encoder';
import type { AddedSubscription } from './added-subscriptions';
import { isListed, type FeatureVisibility } from './visibility';

export interface ExtensionParts {
  readonly catalog: Catalog;
  readonly encoder: ResultEncoder;
  readonly visibility: FeatureVisibility;
  readonly list: MakeList;
  readonly extensions: readonly OfferedExtension[];
}

type Method = ((request: McpRequest) => Promise<RequestResult>) & Pick<ExtensionMethod, 'namedBy'>;

/** The methods that extensions add to the table of an era. */
export function extensionMethods(parts: ExtensionParts, era: Era): [string, Method][] {
  const host = hostOf(parts);
  const ofEra = parts.extensions.filter(({ extension }) => (extension.era ?? era) === era);
  return methodsOfExtensions(ofEra, host).map(({ extension, method }) => [
    method.name,
    methodOf(extension, method, parts.encoder),
  ]);
}

/** What extensions add to the filter of `subscriptions/listen`. */
export function extensionSubscriptions(parts: ExtensionParts): AddedSubscription[] {
  const host = hostOf(parts);
  return parts.extensions.flatMap(({ extension }) => {
    const subscription = extension.subscription?.(host);
    return subscription === undefined ? [] : [{ extension, subscription }];
  });
}

/**
 * Lets extensions answer calls of the features that bear their mark.
 *
 * @param prepare what has to be right before a call may be answered later
 * @param inner what calls the method
 */
export function answeredByExtensions(
  extensions: readonly Extension[],
  encoder: ResultEncoder,
  prepare: (call: Call) => Promise<PreparedCall>,
  inner: CallChain,
): CallChain {
  const answering = extensions.filter((extension) => extension.answer !== undefined);
  if (answering.length === 0) return inner;
  const answered = async (call: Call, extension: Extension) => {
    let instead: CallResult | undefined;
    const body = await extension.answer!(call, async () => {
      const prepared = await prepare(call);
      instead = prepared.result;
      return prepared.result === undefined ? prepared : undefined;
    });
    if (instead !== undefined) return instead;
    if (body === undefined) return inner(call);
    const outcome: Outcome = 'isError' in body && body.isError === true ? 'tool_error' : 'ok';
    return { outcome, json: encoder.encode(call.client.era, body) };
  };
  return (call) => {
    const extension = answering.find((one) => one.answers(call));
    return extension === undefined ? inner(call) : answered(call, extension);
  };
}

function hostOf({ catalog, visibility, list }: ExtensionParts): ExtensionHost {
  return {
    catalog,
    isListed: (feature, { auth }) => isListed(visibility, feature, auth),
    list: (key, features) => {
      const visible = list(key, features);
      return async ({ client }, cursor) => (await visible.for(client)).page(client.era, cursor);
    },
  };
}

function methodOf(extension: Extension, method: ExtensionMethod, encoder: ResultEncoder): Method {
  const { needsDeclaration, cache } = method;
  const schema = method.params && CompiledSchema.compile(method.params, 'input');
  const handle = method.handle as (params: unknown, context: ExtensionContext) => unknown;
  const answer = async (request: McpRequest): Promise<RequestResult> => {
    const { client } = request;
    if (extension.revision !== undefined && extension.revision !== client.revision) {
      throw new MethodNotFoundError(method.name);
    }
    if (needsDeclaration && !extension.isDeclaredBy(client)) {
      throw new MissingClientCapabilityError({ extensions: { [extension.id]: {} } });
    }
    const params = await readParams(schema, request.params);
    const result = await handle(params, new ExtensionContext(request, extension));
    if (result instanceof PreEncodedJson) return { outcome: 'ok', json: result };
    if (!isObject(result)) {
      throw new TypeError(`${method.name} of ${extension.id} returned no object.`);
    }
    return { outcome: 'ok', json: encoder.encode(client.era, result, cache) };
  };
  return Object.assign(answer, { namedBy: method.namedBy });
}

async function readParams(
  schema: CompiledSchema | undefined,
  { _meta, ...params }: Params,
): Promise<unknown> {
  if (schema === undefined) return params;
  const checked = await schema.validate(params);
  if (!checked.ok) throw new InvalidParamsError(`params: ${checked.problem}`);
  return checked.value;
}
