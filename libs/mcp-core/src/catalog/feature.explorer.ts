import { Injectable, type Type } from '@nestjs/common';
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
import { CatalogBuilder } from './catalog.builder';
import type { Catalog } from './catalog';
import { CatalogError } from './catalog.error';
import type { Handler } from '../features/feature';
import { declarationOf, declaredClasses, type FeatureDeclaration } from './feature.decorators';
import { marksOf, refuseMarksAlone, type FeatureExtension } from './feature-extension';
import { refuseIneffective, refuseLostOverrides } from './ineffective-declarations';
import { scopesOfClass } from './scopes.decorator';

/** `ExecutionContext.getType()` in guards, interceptors and filters of feature classes. */
export const MCP_CONTEXT = 'mcp';

type Method = (input: unknown, context: ToolContext) => unknown;

/** Builds the catalog from the decorated methods of all providers. */
@Injectable()
export class FeatureExplorer {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly contexts: ExternalContextCreator,
    private readonly moduleRef: ModuleRef,
  ) {}

  /**
   * @param everyClass whether a decorated class that is no provider stops the start
   * @param extensions by id
   * @throws {CatalogError}
   */
  explore(everyClass: boolean, extensions: ReadonlyMap<string, FeatureExtension>): Catalog {
    const builder = new CatalogBuilder();
    for (const extension of extensions.values()) {
      for (const { declaration, handler, where } of extension.features()) {
        builder.add(declaration, handler, where);
      }
    }
    const provided = new Set<Type>();
    for (const wrapper of this.discovery.getProviders()) {
      const type = classOf(wrapper);
      if (type === undefined || provided.has(type) || !declaresFeatures(type)) continue;
      provided.add(type);
      this.addClass(builder, type, wrapper);
    }
    if (everyClass) this.checkProvided(provided);
    return builder.build(extensions);
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
    if (!wrapper.isDependencyTreeStatic()) return this.scopedHandler(type, name, wrapper.token);
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
  private scopedHandler(type: Type, name: string, token: InstanceWrapper['token']): Handler {
    return async (input, context) => {
      const contextId = ContextIdFactory.create();
      this.moduleRef.registerRequestByContextId(context, contextId);
      const instance = await this.moduleRef.resolve<Record<string, Method>>(token, contextId, {
        strict: false,
      });
      return this.boundMethod(type, name, instance)(input, context);
    };
  }

  private checkProvided(provided: ReadonlySet<Type>): void {
    const isProvided = (declared: Type) =>
      [...provided].some((type) => type === declared || type.prototype instanceof declared);
    for (const type of declaredClasses) {
      if (isProvided(type)) continue;
      throw new CatalogError(
        type.name,
        'it declares features, but no module provides it',
        `Add ${type.name} to the "providers" of a module that the app imports.`,
      );
    }
  }
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

/** Completions have no scopes of their own, but those of what they complete. */
function withScopes(
  declaration: FeatureDeclaration,
  scopes: readonly string[],
): FeatureDeclaration {
  if (scopes.length === 0 || declaration.kind === 'completion') return declaration;
  const { options } = declaration;
  const all = [...new Set([...scopes, ...(options.scopes ?? [])])];
  return { ...declaration, options: { ...options, scopes: all } } as FeatureDeclaration;
}

function hasEnhancers(type: Type, method: Method): boolean {
  return [GUARDS_METADATA, INTERCEPTORS_METADATA, EXCEPTION_FILTERS_METADATA].some(
    (key) => Reflect.hasMetadata(key, type) || Reflect.hasMetadata(key, method),
  );
}
