import type { UriVariables } from '../features/uri-template';
import type {
  Completer,
  PromptFeature,
  ResourceFeature,
  ResourceLister,
  ToolFeature,
} from '../features/feature';

export interface ResourceMatch {
  readonly resource: ResourceFeature;
  readonly variables: UriVariables;
}

/** The list of a template. */
export interface TemplateList {
  readonly resource: ResourceFeature;
  readonly lister: ResourceLister;
  /** Class and method, for errors. */
  readonly where: string;
}

/** All features of a server, frozen: a change builds another catalog. */
export class Catalog {
  constructor(
    readonly tools: ReadonlyMap<string, ToolFeature>,
    readonly resources: ReadonlyMap<string, ResourceFeature>,
    readonly templates: readonly ResourceFeature[],
    readonly prompts: ReadonlyMap<string, PromptFeature>,
    private readonly completers: ReadonlyMap<string, Completer>,
    /** In the order of the templates. */
    readonly listers: readonly TemplateList[] = [],
    /** Whether a later catalog of the server may have kinds of features that this one has not. */
    private readonly mayGrow = false,
  ) {
    Object.freeze(this);
  }

  get hasTools(): boolean {
    return this.mayGrow || this.tools.size > 0;
  }

  get hasPrompts(): boolean {
    return this.mayGrow || this.prompts.size > 0;
  }

  get hasResources(): boolean {
    return this.mayGrow || this.resources.size + this.templates.length > 0;
  }

  get hasCompletions(): boolean {
    return this.mayGrow || this.completers.size > 0;
  }

  /** The resource of a URI: fixed URIs are matched before templates, templates in their order. */
  resource(uri: string): ResourceMatch | undefined {
    const fixed = this.resources.get(uri);
    if (fixed !== undefined) return { resource: fixed, variables: {} };
    for (const resource of this.templates) {
      const variables = resource.template?.match(uri);
      if (variables) return { resource, variables };
    }
    return undefined;
  }

  completer(kind: 'prompt' | 'resource', name: string, argument: string): Completer | undefined {
    return this.completers.get(completerKey(kind, name, argument));
  }
}

export function completerKey(kind: 'prompt' | 'resource', name: string, argument: string): string {
  return JSON.stringify([kind, name, argument]);
}
