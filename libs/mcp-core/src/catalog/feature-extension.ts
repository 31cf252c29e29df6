import 'reflect-metadata';
import type { Feature, FeatureExtras, Handler, ResourceFeature } from '../features/feature';
import type { Client } from '../protocol/client';
import type { Era } from '../protocol/revision';
import { CatalogError } from './catalog.error';
import type { FeatureDeclaration } from './feature.decorators';

/** A feature that no class declares. */
export interface ProvidedFeature {
  readonly declaration: FeatureDeclaration;
  readonly handler: Handler;
  /** What the error of a wrong declaration names. */
  readonly where: string;
}

/** The finished features that an extension may look at while it describes one. */
export interface FeatureLookup {
  resource(uri: string): ResourceFeature | undefined;
}

/** The part of an extension that concerns features. */
export interface FeatureExtension {
  /** `{vendor prefix}/{name}`, `io.modelcontextprotocol/ui` for one (SEP-2133). */
  readonly id: string;
  readonly era?: Era;

  isDeclaredBy(client: Client): boolean;

  /**
   * Features of its own, such as the files of a folder as resources.
   *
   * @param declared those that classes declare, of all servers
   */
  features(declared: readonly Feature[]): readonly ProvidedFeature[];

  /**
   * Reads a mark that a decorator left on a feature.
   *
   * @throws {CatalogError} the mark makes no sense here
   */
  describe(
    feature: Feature,
    mark: unknown,
    lookup: FeatureLookup,
    where: string,
  ): Pick<FeatureExtras, 'meta' | 'only'>;

  /** What it adds to the list entry of a feature, marked or not. */
  entryOf(feature: Feature): object | undefined;
}

export type Marks = ReadonlyMap<string, unknown>;

const MARKS = Symbol('mcp feature extensions');
const NO_MARKS: Marks = new Map();

/**
 * The decorator of an extension: marks the tool, resource or prompt that is declared on the same
 * method, in any order with `@Tool` and its like.
 *
 * @param mark reaches `Extension.describe`, and `Extension.answer` at each call
 */
export function extendFeature(id: string, mark: unknown) {
  return (_target: object, _name: string | symbol, method: PropertyDescriptor): void => {
    const value = method.value as object;
    Reflect.defineMetadata(MARKS, new Map([...marksOf(value), [id, mark]]), value);
  };
}

/** The marks that decorators have left on a method. */
export function marksOf(method: object): Marks {
  return (Reflect.getMetadata(MARKS, method) as Marks | undefined) ?? NO_MARKS;
}

/** @throws {CatalogError} the decorator of an extension is on a method that declares no feature */
export function refuseMarksAlone(method: object, where: string): void {
  const [id] = marksOf(method).keys();
  if (id === undefined) return;
  throw new CatalogError(
    where,
    `it is marked for the extension ${id}, and declares no feature`,
    'Declare one beside it, by @Tool, @Resource or @Prompt.',
  );
}

/**
 * Puts what extensions make of its marks into a feature.
 *
 * @throws {CatalogError} an extension refuses its mark, or nobody provides the extension
 */
export function extended<F extends Feature>(
  feature: F,
  marks: Marks,
  extensions: ReadonlyMap<string, FeatureExtension>,
  lookup: FeatureLookup,
  where: string,
): F {
  const extras = [...marks].map(([id, mark]) => {
    const extension = extensions.get(id);
    if (extension === undefined) {
      throw new CatalogError(
        where,
        `it is marked for the extension ${id}, which nobody provides`,
        'Import the module of that extension.',
      );
    }
    const described = extension.describe(feature, mark, lookup, where);
    return [id, { extension, mark, ...described }] as const;
  });
  return { ...feature, extras: new Map(extras) };
}

/** Puts what extensions add to its list entry into a feature. */
export function withEntries<F extends Feature>(
  feature: F,
  extensions: Iterable<FeatureExtension>,
): F {
  const extras = new Map(feature.extras);
  for (const extension of extensions) {
    const entry = extension.entryOf(feature);
    if (entry === undefined) continue;
    extras.set(extension.id, { mark: undefined, ...extras.get(extension.id), extension, entry });
  }
  return extras.size === 0 ? feature : { ...feature, extras };
}
