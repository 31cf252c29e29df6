import { Injectable, Logger, type Type } from '@nestjs/common';
import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
} from '@nestjs/common/constants';
import {
  ContextIdFactory,
  DiscoveryService,
  ExternalContextCreator,
  MetadataScanner,
  ModuleRef,
} from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper';
import type { ToolContext } from '../features/tool-context';
import { absentIn, type Absent } from './absent';
import { CatalogBuilder } from './catalog.builder';
import { CatalogError } from './catalog.error';
import type { Feature, Handler } from '../features/feature';
import { declarationOf, declaredClasses, type FeatureDeclaration } from './feature.decorators';
import { FeatureSource } from './feature-source';
import { marksOf, refuseMarksAlone, type FeatureExtension } from './feature-extension';
import { NamedServer } from './named-server';
import { refuseIneffective, refuseLostOverrides } from './ineffective-declarations';
import { scopesOfClass } from './scopes.decorator';
import { hostingsOf, type Hosting } from './served-on.decorator';

/** `ExecutionContext.getType()` in guards, interceptors and filters of feature classes. */
export const MCP_CONTEXT = 'mcp';

type Method = (input: unknown, context: ToolContext) => unknown;

export interface ExploreOptions {
  /** What the host does not have. */
  readonly absent?: Absent | undefined;
  /** What it runs as; default: features of all are served. */
  readonly hosting?: Hosting | undefined;
  /** Whether a decorated class that is no provider stops the start, … */
  readonly everyClass: boolean;
  /** … but for these, which no module may provide. */
  readonly notServed: readonly Type[];
}

/** Finds the decorated methods of all providers. */
@Injectable()
export class FeatureExplorer {
  private readonly logger = new Logger('Features');

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly contexts: ExternalContextCreator,
    private readonly moduleRef: ModuleRef,
  ) {}

  /**
   * @param builders of each server by its name; features of the main one have no name
   * @param extensions whose own features belong to the server of their module
   * @throws {CatalogError}
   */
  explore(
    builders: ReadonlyMap<string | undefined, CatalogBuilder>,
    extensions: Iterable<FeatureExtension>,
    { absent, hosting, everyClass, notServed }: ExploreOptions,
  ): void {
    const unasked = new Set<unknown>(extensions);
    const extending: [CatalogBuilder, FeatureExtension][] = [];
    const provided = new Map<CatalogBuilder, Set<Type>>();
    for (const builder of builders.values()) provided.set(builder, new Set());
    const leftOut = new Map<Type, string>();
    for (const wrapper of this.discovery.getProviders()) {
      const builder = builders.get(serverOf(wrapper))!;
      if (unasked.delete(wrapper.instance)) {
        extending.push([builder, wrapper.instance as FeatureExtension]);
      }
      const type = classOf(wrapper);
      const source = wrapper.instance instanceof FeatureSource ? wrapper.instance : undefined;
      if (type === undefined || !(source || declaresFeatures(type))) continue;
      const reason = otherHostings(type, hosting) ?? missingFor(wrapper, absent);
      if (reason !== undefined) {
        leftOut.set(type, reason);
        continue;
      }
      if (source) builder.sources.push(source);
      if (!declaresFeatures(type)) continue;
      // A class that two modules provide serves each server once.
      if (provided.get(builder)!.has(type)) continue;
      provided.get(builder)!.add(type);
      this.addClass(builder, type, wrapper);
    }
    const declared = [...builders.values()].flatMap(({ features }) => features);
    for (const [builder, extension] of extending) addProvided(builder, extension, declared);
    const known = [...provided.values()].flatMap((types) => [...types]);
    refuseContradiction(notServed, known);
    if (everyClass) checkProvided([...known, ...leftOut.keys(), ...notServed]);
    for (const [type, reason] of leftOut) this.logger.warn(`${type.name} is left out: ${reason}.`);
  }

  private addClass(builder: CatalogBuilder, type: Type, wrapper: InstanceWrapper): void {
    const prototype = type.prototype as Record<string, Method>;
    const scopes = scopesOfClass(type);
    refuseLostOverrides(type);
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const method = prototype[name];
      if (method === undefined) continue;
      const declaration = declarationOf(method);
      const where = `${type.name}.${name}`;
      if (declaration === undefined) {
        refuseMarksAlone(method, where);
        continue;
      }
      refuseIneffective(type, name, where);
      const handler = this.handlerOf(type, name, wrapper);
      builder.add(withScopes(declaration, scopes), handler, where, marksOf(method));
    }
  }

  /** The plain method where it has no enhancers: Nest's context costs as much as the call. */
  private handlerOf(type: Type, name: string, wrapper: InstanceWrapper): Handler {
    if (!wrapper.isDependencyTreeStatic()) return this.scopedHandler(type, name, wrapper);
    return this.boundMethod(type, name, wrapper.instance as Record<string, Method>);
  }

  private boundMethod(type: Type, name: string, instance: Record<string, Method>): Handler {
    const method = instance[name]!;
    if (!hasEnhancers(type, method)) return method.bind(instance);
    return this.contexts.create(
      instance,
      method as (...input: unknown[]) => unknown,
      name,
      undefined,
      undefined,
      undefined,
      undefined,
      { guards: true, interceptors: true, filters: true },
      MCP_CONTEXT,
    ) as Handler;
  }

  /** A provider of request scope is made for each call; `REQUEST` injects its `ToolContext`. */
  private scopedHandler(type: Type, name: string, { token, host }: InstanceWrapper): Handler {
    // Another module may provide the same class, for another server.
    const moduleRef = host?.getProviderByKey<ModuleRef>(ModuleRef).instance ?? this.moduleRef;
    return async (input, context) => {
      const contextId = ContextIdFactory.create();
      moduleRef.registerRequestByContextId(context, contextId);
      const instance = await moduleRef.resolve<Record<string, Method>>(token, contextId);
      return this.boundMethod(type, name, instance)(input, context);
    };
  }
}

/** Why a class is not served, where it says what it is for. */
function otherHostings(type: Type, hosting: Hosting | undefined): string | undefined {
  const wanted = hostingsOf(type);
  if (hosting === undefined || wanted === undefined || wanted.includes(hosting)) return undefined;
  return `it is for ${wanted.join(' and ')} alone`;
}

/** Why a class is not served, where the host lacks what it injects. */
function missingFor(wrapper: InstanceWrapper, absent: Absent | undefined): string | undefined {
  const missing = absent && absentIn(absent, wrapper);
  return missing && `it needs ${missing}, which this host has not`;
}

function addProvided(
  builder: CatalogBuilder,
  extension: FeatureExtension,
  declared: readonly Feature[],
): void {
  for (const { declaration, handler, where } of extension.features(declared)) {
    builder.add(declaration, handler, where);
  }
}

/** @throws {CatalogError} a class is left to another server, and provided; or there is nothing to leave */
function refuseContradiction(notServed: readonly Type[], provided: readonly Type[]): void {
  for (const type of notServed) {
    const found = provided.includes(type)
      ? 'a module provides it'
      : declaresFeatures(type)
        ? undefined
        : 'it declares no features';
    if (found === undefined) continue;
    throw new CatalogError(
      type.name,
      `it is in "notServed", but ${found}`,
      `Take ${type.name} out of one of the two.`,
    );
  }
}

function checkProvided(provided: readonly Type[]): void {
  const isProvided = (declared: Type) =>
    provided.some((type) => type === declared || type.prototype instanceof declared);
  for (const type of declaredClasses) {
    if (isProvided(type)) continue;
    throw new CatalogError(
      type.name,
      'it declares features, but no module provides it',
      `Add ${type.name} to the "providers" of a module that the app imports, or to "notServed" of a server that leaves it to another one.`,
    );
  }
}

/**
 * The name of the server that the provider's module names; undefined for the main one.
 *
 * @throws {CatalogError} the module names two
 */
function serverOf({ host }: InstanceWrapper): string | undefined {
  const found = new Set<string>();
  for (const imported of host?.imports ?? []) {
    const named = imported.providers.get(NamedServer)?.instance as NamedServer | undefined;
    if (named !== undefined) found.add(named.name);
  }
  if (found.size <= 1) return [...found][0];
  throw new CatalogError(
    host?.metatype.name ?? 'A module',
    `it names the servers ${[...found].join(' and ')}`,
    'Name one in each module, and provide the class in both.',
  );
}

/** The class of a provider's instances; undefined where that is known only in a request. */
function classOf(wrapper: InstanceWrapper): Type | undefined {
  if (!wrapper.isNotMetatype) return wrapper.metatype as Type;
  // The "metatype" of a factory is the factory itself, and a value has none.
  const instance = wrapper.instance as object | null | undefined;
  return instance?.constructor as Type | undefined;
}

/** Whether the class, or one that it extends, has decorated methods. */
function declaresFeatures(type: Type): boolean {
  for (let base: unknown = type; typeof base === 'function'; base = Object.getPrototypeOf(base)) {
    if (declaredClasses.has(base as Type)) return true;
  }
  return false;
}

/** Completions and lists have no scopes of their own, but those of what they are for. */
function withScopes(
  declaration: FeatureDeclaration,
  scopes: readonly string[],
): FeatureDeclaration {
  if (scopes.length === 0) return declaration;
  if (declaration.kind === 'completion' || declaration.kind === 'list') return declaration;
  const { options } = declaration;
  const all = [...new Set([...scopes, ...(options.scopes ?? [])])];
  return { ...declaration, options: { ...options, scopes: all } } as FeatureDeclaration;
}

function hasEnhancers(type: Type, method: Method): boolean {
  return [GUARDS_METADATA, INTERCEPTORS_METADATA, EXCEPTION_FILTERS_METADATA].some(
    (key) => Reflect.hasMetadata(key, type) || Reflect.hasMetadata(key, method),
  );
}
