import type { ServerCapabilities } from '@modelcontextprotocol/server';
import type { Catalog } from '../catalog/catalog';
import type {
  FeatureExtension,
  FeatureLookup,
  ProvidedFeature,
} from '../catalog/feature-extension';
import type { Call, Feature, FeatureExtras } from '../features/feature';
import type { Client } from '../protocol/client';
import { declaredExtension } from '../protocol/declared-extension';
import type { Era } from '../protocol/revision';
import type { ExtensionHost } from './extension-host';
import type { ExtensionMethod } from './extension-method';
import type { ExtensionSubscription } from './extension-subscription';

/** A call whose arguments fit. */
export interface CheckedCall {
  /** The arguments as the method would get them. */
  readonly input: unknown;
  /** What the client has answered, by the keys of the questions. */
  readonly answers: Readonly<Record<string, unknown>>;
}

/**
 * Sees to all that has to be right before a call may become a task.
 *
 * @returns undefined where it is answered otherwise, as its arguments do not fit or the client has to
 *   be asked: then return undefined as well
 * @throws {ProtocolError}
 */
export type PrepareCall = () => Promise<CheckedCall | undefined>;

/**
 * An extension of the protocol (SEP-2133). A provider that extends this class is found at start; the
 * host advertises it in both eras, serves its methods, and lets it add to features.
 *
 * @example
 * ```ts
 * @Injectable()
 * export class EchoExtension extends Extension {
 *   readonly id = 'com.example/echo';
 *
 *   settings() {
 *     return { maxLength: 100 };
 *   }
 *
 *   override methods() {
 *     const params = z.object({ text: z.string().max(100) });
 *     return [extensionMethod({ name: 'echo/say', params, handle: ({ text }) => ({ text }) })];
 *   }
 * }
 * ```
 */
export abstract class Extension implements FeatureExtension {
  /** `{vendor prefix}/{name}`; the prefix is a domain of yours, reversed (SEP-2133). */
  abstract readonly id: string;

  /** The era that it is defined for; undefined for both. */
  readonly era?: Era;

  /** The one revision of the legacy era that it is defined for; undefined for all of them. */
  readonly revision?: string;

  /**
   * Where capabilities have its settings, if it was a part of the protocol in its revision: `tasks` for
   * one. Else `extensions` has them, under its id.
   */
  readonly capability?: keyof ServerCapabilities;

  /** The notifications that `ExtensionContext.notify` may send; by their whole names. */
  readonly notifications: readonly string[] = [];

  /**
   * What the capabilities of a server with this catalog say.
   *
   * @returns undefined where there is nothing to serve: it is not advertised, and has no methods
   */
  abstract settings(catalog: Catalog): Readonly<Record<string, unknown>> | undefined;

  /** Requests beyond the protocol's own, in both eras. Asked once for each catalog. */
  methods(_host: ExtensionHost): readonly ExtensionMethod[] {
    return [];
  }

  /** What its clients can subscribe to, in the modern era. Asked once for each catalog. */
  subscription?(host: ExtensionHost): ExtensionSubscription;

  /**
   * Features of its own, such as the files of a folder as resources.
   *
   * @param _declared those that classes declare, of all servers
   */
  features(_declared: readonly Feature[]): readonly ProvidedFeature[] {
    return [];
  }

  /** Whether a client can take what this extension adds. */
  isDeclaredBy(client: Client): boolean {
    return declaredExtension(client, this.id) !== undefined;
  }

  /**
   * Reads a mark that `extendFeature` left on a feature, once at start.
   *
   * @param where class and method, for the error
   * @throws {CatalogError} the mark makes no sense there
   */
  describe(
    _feature: Feature,
    _mark: unknown,
    _lookup: FeatureLookup,
    _where: string,
  ): Pick<FeatureExtras, 'meta' | 'only'> {
    return {};
  }

  /** What it adds to the list entry of a feature, marked or not, for clients that declare it. */
  entryOf(_feature: Feature): object | undefined {
    return undefined;
  }

  /**
   * Whether `answer` is asked for a call. Of features with a mark of this extension, where the client
   * declares it, unless it says otherwise.
   */
  answers({ feature, client }: Call): boolean {
    return feature.extras?.has(this.id) === true && this.isDeclaredBy(client);
  }

  /**
   * Answers a call in place of its method: with a task, for one. Asked after all interceptors.
   *
   * It returns the result, with its own `resultType`; or undefined, and the method runs.
   *
   * @param prepare checks the arguments, and asks the client what the tool asks first
   */
  answer?(call: Call, prepare: PrepareCall): Promise<object | undefined>;
}
