import { Catalog, completerKey } from './catalog';
import { CatalogError } from './catalog.error';
import type { Completer, Handler, PromptFeature, ResourceFeature, ToolFeature } from './feature';
import type { FeatureDeclaration } from './feature.decorators';
import type {
  CompletionOptions,
  FeatureOptions,
  PromptOptions,
  ResourceOptions,
  ToolOptions,
} from './feature.options';
import { parameterHeaders } from './parameter-header';
import { CompiledSchema, NO_INPUT, propertiesOf, type JsonSchema, type Schema } from './schema';
import { UriTemplate } from './uri-template';

const NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/**
 * Collects declared features, checks them, and makes the catalog of them. Entries are listed by
 * name, so that the order is the same on every replica and at every start.
 */
export class CatalogBuilder {
  private readonly tools = new Map<string, ToolFeature>();
  private readonly resources = new Map<string, ResourceFeature>();
  private readonly templates = new Map<string, ResourceFeature>();
  private readonly prompts = new Map<string, PromptFeature>();
  private readonly completers = new Map<string, Completer>();
  private readonly completions: { where: string; options: CompletionOptions }[] = [];
  /** Where each name was declared first. */
  private readonly declared = new Map<string, string>();

  /**
   * @param where class and method, for the error
   * @throws {CatalogError} the feature is declared wrongly
   */
  add(declaration: FeatureDeclaration, handler: Handler, where: string): void {
    switch (declaration.kind) {
      case 'tool':
        return this.addTool(declaration.options, handler, where);
      case 'resource':
        return this.addResource(declaration.options, handler, where);
      case 'prompt':
        return this.addPrompt(declaration.options, handler, where);
      case 'completion':
        return this.addCompletion(declaration.options, handler as unknown as Completer, where);
    }
  }

  /** @throws {CatalogError} a completion is for an argument that does not exist */
  build(): Catalog {
    this.completions.forEach(({ where, options }) => this.checkCompletion(options, where));
    return new Catalog(
      sorted(this.tools),
      sorted(this.resources),
      [...sorted(this.templates).values()],
      sorted(this.prompts),
      this.completers,
    );
  }

  private addTool(options: ToolOptions, handler: Handler, where: string): void {
    this.check('tool', options, where);
    const input = options.input && compile(options.input, 'input', where);
    const output = options.output && compile(options.output, 'output', where);
    this.tools.set(options.name, {
      kind: 'tool',
      name: options.name,
      scopes: options.scopes ?? [],
      handler,
      input,
      output,
      headers: input === undefined ? [] : headersOf(input.json, where),
      timeoutMs: options.timeoutMs,
      listed: {
        ...listedBase(options),
        inputSchema: input?.json ?? NO_INPUT,
        outputSchema: output?.json,
        annotations: options.annotations,
      },
    });
  }

  private addResource(options: ResourceOptions, handler: Handler, where: string): void {
    const { uri, uriTemplate } = options;
    if ((uri === undefined) === (uriTemplate === undefined)) {
      throw new CatalogError(where, 'a resource needs "uri" or "uriTemplate"', 'Give exactly one.');
    }
    const address = uri ?? uriTemplate ?? '';
    this.check('resource', options, where, address);
    const listed = {
      ...listedBase(options),
      mimeType: options.mimeType,
      annotations: options.annotations,
    };
    const feature = {
      kind: 'resource' as const,
      name: options.name,
      scopes: options.scopes ?? [],
      handler,
      uri: address,
      mimeType: options.mimeType,
      cache: options.cache ?? { ttlMs: 0, scope: 'private' as const },
    };
    if (uri !== undefined) {
      this.resources.set(uri, { ...feature, listed: { uri, ...listed, size: options.size } });
    } else {
      const template = parseTemplate(address, where);
      this.templates.set(address, { ...feature, template, listed: { uriTemplate, ...listed } });
      for (const variable of template.variableNames) this.arguments('resource', address, variable);
    }
  }

  private addPrompt(options: PromptOptions, handler: Handler, where: string): void {
    this.check('prompt', options, where);
    const input = options.arguments && compile(options.arguments, 'input', where);
    const { properties, required } = propertiesOf(input?.json ?? {});
    for (const [argument, property] of Object.entries(properties)) {
      this.arguments('prompt', options.name, argument, property);
    }
    this.prompts.set(options.name, {
      kind: 'prompt',
      name: options.name,
      description: options.description,
      scopes: options.scopes ?? [],
      handler,
      input,
      listed: {
        ...listedBase(options),
        arguments: Object.entries(properties).map(([name, property]) => ({
          name,
          title: property['title'],
          description: property['description'],
          required: required.has(name),
        })),
      },
    });
  }

  private addCompletion(options: CompletionOptions, completer: Completer, where: string): void {
    const kind = options.prompt === undefined ? 'resource' : 'prompt';
    const key = completerKey(kind, options.prompt ?? options.resource ?? '', options.argument);
    this.claim(`completion ${key}`, where, `a second completion of "${options.argument}"`);
    this.completers.set(key, completer);
    this.completions.push({ where, options });
  }

  /** What can be completed: remembered for the check of completions, and served where it can be. */
  private arguments(
    kind: 'prompt' | 'resource',
    name: string,
    argument: string,
    schema?: JsonSchema,
  ) {
    const key = completerKey(kind, name, argument);
    this.declared.set(`argument ${key}`, name);
    const choices = schema?.['enum'];
    if (!Array.isArray(choices) || this.completers.has(key)) return;
    const values = choices.map(String);
    this.completers.set(key, (typed) => values.filter((value) => value.startsWith(typed)));
  }

  private checkCompletion(options: CompletionOptions, where: string): void {
    const kind = options.prompt === undefined ? 'resource' : 'prompt';
    const name = options.prompt ?? options.resource ?? '';
    if (this.declared.has(`argument ${completerKey(kind, name, options.argument)}`)) return;
    throw new CatalogError(
      where,
      `the ${kind} "${name}" has no argument "${options.argument}"`,
      kind === 'resource' ? 'Write the URI template as the resource has it.' : 'Mend the names.',
    );
  }

  private check(kind: string, options: FeatureOptions, where: string, key = options.name): void {
    if (!NAME.test(options.name ?? '')) {
      throw new CatalogError(
        where,
        `the name ${JSON.stringify(options.name)} is no ${kind} name`,
        'Use 1 to 128 of the characters A-Z a-z 0-9 _ - .',
      );
    }
    if (!options.description?.trim()) {
      throw new CatalogError(
        where,
        `the ${kind} "${options.name}" has no description`,
        'Say in a sentence what it does: a model picks it by that.',
      );
    }
    this.claim(`${kind} ${key}`, where, `a second ${kind} "${key}"`);
  }

  private claim(key: string, where: string, fault: string): void {
    const first = this.declared.get(key);
    if (first !== undefined) {
      throw new CatalogError(where, fault, `The first one is ${first}: rename one of them.`);
    }
    this.declared.set(key, where);
  }
}

function listedBase({ name, title, description, icons, meta }: FeatureOptions): object {
  return { name, title, description, icons, _meta: meta };
}

function compile(schema: Schema, side: 'input' | 'output', where: string): CompiledSchema {
  let compiled: CompiledSchema;
  try {
    compiled = CompiledSchema.compile(schema, side);
  } catch (error) {
    throw new CatalogError(
      where,
      `the ${side} schema cannot be used: ${(error as Error).message}`,
      'Use types that JSON has.',
    );
  }
  if (compiled.json['type'] !== 'object') {
    throw new CatalogError(
      where,
      `the ${side} schema is not of an object`,
      'Wrap it: clients of 2025-11-25 and older accept nothing else.',
    );
  }
  return compiled;
}

function headersOf(schema: JsonSchema, where: string) {
  try {
    return parameterHeaders(schema);
  } catch (error) {
    throw new CatalogError(
      where,
      (error as Error).message,
      'See "x-mcp-header" in the specification.',
    );
  }
}

function parseTemplate(template: string, where: string): UriTemplate {
  try {
    const parsed = new UriTemplate(template);
    if (parsed.variableNames.length > 0) return parsed;
  } catch (error) {
    throw new CatalogError(where, `"${template}" is no URI template`, (error as Error).message);
  }
  throw new CatalogError(where, `"${template}" has no variable`, 'Use "uri" for a fixed URI.');
}

function sorted<T>(features: ReadonlyMap<string, T>): Map<string, T> {
  // By code unit: the same on every machine, whatever its locale.
  return new Map([...features].sort(([a], [b]) => (a < b ? -1 : 1)));
}
