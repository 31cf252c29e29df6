import type { CacheHint } from '../features/feature';
import type { Schema, Validated } from '../features/schema';
import type { PreEncodedJson } from '../protocol/pre-encoded-json';
import type { ExtensionContext } from './extension-context';

/** A result: its fields, or the page of a list. Without a `resultType` it is complete. */
type ExtensionResult = object | PreEncodedJson;

/** One request that an extension adds to the protocol. */
export interface ExtensionMethod {
  /** Such as `skills/list`; none of the protocol's own. */
  readonly name: string;
  /** An object schema of the params, without `_meta`. Without one all are passed on unchecked. */
  readonly params?: Schema;
  /** Whether clients that do not declare the extension are refused (-32021). */
  readonly needsDeclaration?: boolean;
  /** The param that clients repeat in the header `Mcp-Name` (SEP-2243). */
  readonly namedBy?: string;
  /** How long and for whom the result may be cached, where it may. */
  readonly cache?: CacheHint;
  readonly handle: (
    params: never,
    context: ExtensionContext,
  ) => ExtensionResult | Promise<ExtensionResult>;
}

/** Types the params of `handle` by their schema. */
export function extensionMethod<S extends Schema>(
  method: Omit<ExtensionMethod, 'params' | 'handle'> & {
    params?: S;
    handle: (
      params: Validated<S>,
      context: ExtensionContext,
    ) => ExtensionResult | Promise<ExtensionResult>;
  },
): ExtensionMethod {
  return method;
}
