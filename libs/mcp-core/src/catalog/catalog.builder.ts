import { Catalog, completerKey, type TemplateList } from './catalog';
import { CatalogError } from './catalog.error';
import type {
  Completer,
  Feature,
  Handler,
  PromptFeature,
  ResourceFeature,
  ResourceLister,
  ToolFeature,
} from '../features/feature';
import type { FeatureDeclaration } from './feature.decorators';
import type { FeatureSource } from './feature-source';
import type { CompletionOptions } from './feature.options';
import { promptFeature } from './prompt.feature';
import { resourceFeature } from './resource.feature';
import type { JsonSchema } from '../features/json-schema';
import { extended, withEntries, type FeatureExtension, type Marks } from './feature-extension';
import { toolFeature } from './tool.feature';

/**
 * Collects declared features, checks them, and makes the catalog of them. Entries are listed by
 * name, so that the order is the same on every replica and at every start.
 */
export class CatalogBuilder {
  private readonly tools = new Map<string, ToolFeature>();
  private readonly resources = new Map<string, ResourceFeature>();
  private readonly prompts = new Map<string, PromptFeature>();
  private readonly completions: {
    where: string;
    options: CompletionOptions;
    completer: Completer;
  }[] = [];
  private readonly listers: { where: string; uri: string; lister: ResourceLister }[] = [];
  /** Where each name was declared first. */
  private readonly declared = new Map<string, string>();
  private readonly marks = new Map<Feature, { marks: Marks; where: string }>();

  /** Of features that change while the server runs. */
  readonly sources: FeatureSource[] = [];

  /** @param server the name of the server that has these features; undefined for the main one */
  constructor(private readonly server?: string) {}

  /**
   * @param where class and method, for the error
   * @param marks of extensions
   * @throws {CatalogError} the feature is declared wrongly
   */
  add(declaration: FeatureDeclaration, handler: Handler, where: string, marks?: Marks): void {
    switch (declaration.kind) {
      case 'tool':
        return this.put(this.tools, toolFeature(declaration.options, handler, where), where, marks);
      case 'resource':
        return this.put(
          this.resources,
          resourceFeature(declaration.options, handler, where),
          where,
          marks,
        );
      case 'prompt':
        return this.put(
          this.prompts,
          promptFeature(declaration.options, handler, where),
          where,
          marks,
        );
      case 'completion': {
        const completer = handler as unknown as Completer;
        this.completions.push({ where, options: declaration.options, completer });
        return;
      }
      case 'list': {
        const { resource: uri } = declaration.options;
        this.claim(`list ${uri}`, where, `list of "${uri}"`);
        this.listers.push({ where, uri, lister: handler as unknown as ResourceLister });
      }
    }
  }

  /**
   * @param extensions by id
   * @throws {CatalogError} a completion is for an argument that does not exist, or an extension
   *   refuses a mark
   */
  build(extensions: ReadonlyMap<string, FeatureExtension> = new Map()): Catalog {
    for (const features of [this.tools, this.resources, this.prompts]) {
      this.extend(features, extensions);
    }
    const resources = sorted(this.resources);
    const [templates, fixed] = partition(
      [...resources.values()],
      ({ template }) => template !== undefined,
    );
    return new Catalog(
      sorted(this.tools),
      new Map(fixed.map((resource) => [resource.uri, resource])),
      templates,
      sorted(this.prompts),
      this.completers(),
      this.templateLists(templates),
      this.sources.length > 0,
    );
  }

  /** All that was added. */
  get features(): readonly Feature[] {
    return [this.tools, this.resources, this.prompts].flatMap((kind): Feature[] => [
      ...kind.values(),
    ]);
  }

  /** A builder with what this one has, for further features. */
  fork(): CatalogBuilder {
    const fork = new CatalogBuilder(this.server);
    for (const [key, tool] of this.tools) fork.tools.set(key, tool);
    for (const [key, resource] of this.resources) fork.resources.set(key, resource);
    for (const [key, prompt] of this.prompts) fork.prompts.set(key, prompt);
    for (const [key, where] of this.declared) fork.declared.set(key, where);
    fork.completions.push(...this.completions);
    fork.listers.push(...this.listers);
    fork.sources.push(...this.sources);
    return fork;
  }

  private put<F extends Feature>(
    features: Map<string, F>,
    declared: F,
    where: string,
    marks?: Marks,
  ): void {
    const feature = this.server === undefined ? declared : { ...declared, server: this.server };
    const key = feature.kind === 'resource' ? feature.uri : feature.name;
    this.claim(`${feature.kind} ${key}`, where, `${feature.kind} "${key}"`);
    features.set(key, feature);
    if (marks !== undefined && marks.size > 0) this.marks.set(feature, { marks, where });
  }

  private extend(
    features: Map<string, Feature>,
    extensions: ReadonlyMap<string, FeatureExtension>,
  ): void {
    const lookup = { resource: (uri: string) => this.resources.get(uri) };
    for (const [key, feature] of features) {
      const marked = this.marks.get(feature);
      const described =
        marked === undefined
          ? feature
          : extended(feature, marked.marks, extensions, lookup, marked.where);
      features.set(key, withEntries(described, extensions.values()));
    }
  }

  private claim(key: string, where: string, what: string): void {
    const first = this.declared.get(key);
    if (first !== undefined) throw second(where, what, first);
    this.declared.set(key, where);
  }

  private templateLists(templates: readonly ResourceFeature[]): TemplateList[] {
    const found = this.listers.map(({ where, uri, lister }) => {
      const resource = templates.find((template) => template.uri === uri);
      if (resource !== undefined) return { resource, lister, where };
      throw new CatalogError(
        where,
        `there is no resource template "${uri}"`,
        'Write the URI template as the resource has it.',
      );
    });
    return found.sort((a, b) => templates.indexOf(a.resource) - templates.indexOf(b.resource));
  }

  /** The declared ones, and one for each argument whose schema names its values. */
  private completers(): Map<string, Completer> {
    const completable = this.completable();
    const completers = new Map<string, Completer>();
    /** Where each was declared. */
    const given = new Map<string, string>();
    for (const [key, schema] of completable) {
      const values = schema['enum'];
      if (Array.isArray(values)) completers.set(key, completeFrom(values.map(String)));
    }
    for (const { where, options, completer } of this.completions) {
      const kind = options.prompt === undefined ? 'resource' : 'prompt';
      const name = options.prompt ?? options.resource ?? '';
      const key = completerKey(kind, name, options.argument);
      if (!completable.has(key)) {
        throw new CatalogError(
          where,
          `the ${kind} "${name}" has no argument "${options.argument}"`,
          kind === 'resource'
            ? 'Write the URI template as the resource has it.'
            : 'Mend the names.',
        );
      }
      const first = given.get(key);
      if (first !== undefined) throw second(where, `completion of "${options.argument}"`, first);
      given.set(key, where);
      completers.set(key, completer);
    }
    return completers;
  }

  /** Every argument of a prompt and variable of a template, with its schema where it has one. */
  private completable(): Map<string, JsonSchema> {
    const found = new Map<string, JsonSchema>();
    for (const prompt of this.prompts.values()) {
      for (const [argument, schema] of Object.entries(prompt.arguments)) {
        found.set(completerKey('prompt', prompt.name, argument), schema);
      }
    }
    for (const { uri, template } of this.resources.values()) {
      for (const variable of template?.variableNames ?? []) {
        found.set(completerKey('resource', uri, variable), {});
      }
    }
    return found;
  }
}

function second(where: string, what: string, first: string): CatalogError {
  return new CatalogError(
    where,
    `a second ${what}`,
    `The first one is ${first}: rename one of them.`,
  );
}

function completeFrom(values: string[]): Completer {
  return (typed) => values.filter((value) => value.startsWith(typed));
}

function sorted<T>(features: ReadonlyMap<string, T>): Map<string, T> {
  // By code unit: the same on every machine, whatever its locale.
  return new Map([...features].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function partition<T>(items: T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
