import type { Catalog } from '../catalog/catalog';
import { CatalogError } from '../catalog/catalog.error';
import { isCoreMethod } from '../protocol/core-methods';
import type { Extension } from './extension';
import type { ExtensionHost } from './extension-host';
import type { ExtensionMethod } from './extension-method';

/** An extension that a server with some catalog offers. */
export interface OfferedExtension {
  readonly extension: Extension;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** `_meta` keys with a prefix that must be there (2026-07-28, basic, `_meta`; SEP-2133). */
const ID =
  /^[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+\/[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/;

/** @throws {CatalogError} two have one id, or an id or a notification has a wrong form */
export function extensionsById(extensions: readonly Extension[]): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  for (const extension of extensions) {
    const { id, notifications } = extension;
    const where = nameOf(extension);
    if (!ID.test(id)) {
      throw new CatalogError(
        where,
        `${JSON.stringify(id)} is no id of an extension`,
        'Use a domain of yours, reversed, and a name: com.example/tickets.',
      );
    }
    const first = found.get(id);
    if (first !== undefined) {
      throw new CatalogError(
        where,
        `a second extension ${id}`,
        `The first one is ${nameOf(first)}: provide one of them.`,
      );
    }
    for (const notification of notifications) checkNotification(notification, where);
    found.set(id, extension);
  }
  return found;
}

export function offeredBy(catalog: Catalog, extensions: Iterable<Extension>): OfferedExtension[] {
  return [...extensions].flatMap((extension) => {
    const settings = extension.settings(catalog);
    return settings === undefined ? [] : [{ extension, settings }];
  });
}

/**
 * The methods of all extensions that are offered.
 *
 * @throws {CatalogError} a name is the protocol's own, or two methods have the same
 */
export function methodsOfExtensions(
  offered: readonly OfferedExtension[],
  host: ExtensionHost,
): { extension: Extension; method: ExtensionMethod }[] {
  const owners = new Map<string, Extension>();
  return offered.flatMap(({ extension }) =>
    extension.methods(host).map((method) => {
      const { name } = method;
      const where = `${nameOf(extension)}: method ${name}`;
      const owner = owners.get(name);
      if (isCoreMethod(name) || owner !== undefined) {
        throw new CatalogError(
          where,
          owner === undefined
            ? 'it is a method of the protocol'
            : `it is a method of ${nameOf(owner)} too`,
          'Give it a name that begins with that of the extension.',
        );
      }
      owners.set(name, extension);
      return { extension, method };
    }),
  );
}

function checkNotification(name: string, where: string): void {
  if (name.startsWith('notifications/') && !isCoreMethod(name)) return;
  throw new CatalogError(
    where,
    `${JSON.stringify(name)} is no notification of an extension`,
    'Its name begins with "notifications/" and is none of the protocol.',
  );
}

function nameOf(extension: Extension): string {
  return extension.constructor.name;
}
