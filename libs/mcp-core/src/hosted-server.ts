import type { Catalog } from './catalog/catalog';
import type { CatalogBuilder } from './catalog/catalog.builder';
import type { CallChain } from './engine/call-interceptor';
import { Engine } from './engine/engine';
import { extensionSubscriptions } from './engine/extension-methods';
import { encodeLists, listMaker, type Lists } from './engine/lists';
import { methodsOf } from './engine/methods';
import type { RequestObserver } from './engine/request-observer';
import type { RequestScope } from './engine/request-scope';
import type { ResultEncoder } from './engine/result-encoder';
import type { ServerDescription } from './engine/server-description';
import type { VisibleList } from './engine/visible-list';
import type { FeatureVisibility } from './engine/visibility';
import type { Extension } from './extensions/extension';
import { offeredBy } from './extensions/offered-extensions';
import type { Client } from './protocol/client';
import type { ServerChanges } from './subscriptions/change-bus';

export interface ServerParts {
  readonly description: ServerDescription;
  readonly encoder: ResultEncoder;
  readonly calls: CallChain;
  /** Of this server alone. */
  readonly changes: ServerChanges;
  readonly visibility: FeatureVisibility;
  readonly observers: readonly RequestObserver[];
  readonly scope: RequestScope | undefined;
  readonly extensions: readonly Extension[];
  readonly listPageSize: number;
  /** Bytes of a result. */
  readonly maxResultBytes: number;
  /** Milliseconds of a call. */
  readonly timeoutMs: number;
}

export interface FeatureCounts {
  readonly tools: number;
  /** Templates too. */
  readonly resources: number;
  readonly prompts: number;
}

/** One server of this process: what clients reach at one path. */
export class HostedServer {
  private current!: Engine;
  private lists!: Lists;

  /** @param name in its path; undefined for the main server */
  constructor(
    readonly name: string | undefined,
    private readonly parts: ServerParts,
    /** What classes declare; the features of its sources are added to that. */
    readonly base: CatalogBuilder,
    catalog: Catalog,
  ) {
    this.serve(catalog);
  }

  /** To be read once a request, which then runs on this engine's catalog to its end. */
  get engine(): Engine {
    return this.current;
  }

  get catalog(): Catalog {
    return this.current.catalog;
  }

  /** How it describes itself, whoever asks. */
  get description(): ServerDescription {
    return this.parts.description;
  }

  get changes(): ServerChanges {
    return this.parts.changes;
  }

  /** How many features its lists show to a client, without the resources that a method lists. */
  async countListed(client: Client): Promise<FeatureCounts> {
    const count = async (list: VisibleList) => (await list.for(client)).entries.length;
    const { tools, resources, templates, prompts } = this.lists;
    return {
      tools: await count(tools),
      resources: (await count(resources)) + (await count(templates)),
      prompts: await count(prompts),
    };
  }

  /** Serves this catalog from now on. Calls in flight keep the one with which they began. */
  serve(catalog: Catalog): void {
    const { encoder, visibility, listPageSize, observers, scope } = this.parts;
    const list = listMaker(listPageSize, encoder, visibility);
    const lists = (this.lists = encodeLists(catalog, list));
    const extensions = offeredBy(catalog, this.parts.extensions);
    const parts = { ...this.parts, catalog, extensions, list, lists };
    const subscriptions = extensionSubscriptions(parts);
    const methods = methodsOf({ ...parts, subscriptions });
    this.current = new Engine(methods, catalog, subscriptions, observers, scope, this.name);
  }
}
