import { Injectable } from '@nestjs/common';
import { quote } from '@repo/foundation';
import type { Catalog } from '../../catalog/catalog';
import { CatalogError } from '../../catalog/catalog.error';
import type { FeatureLookup } from '../../catalog/feature-extension';
import type { Feature, FeatureExtras } from '../../features/feature';
import type { Client } from '../../protocol/client';
import { declaredExtension } from '../../protocol/declared-extension';
import { Extension } from '../extension';
import { checkOrigins } from './app-origins';
import { APP_MIME_TYPE, APPS, type ToolMark, type ViewMark } from './app.decorators';

type Described = Pick<FeatureExtras, 'meta' | 'only'>;

/**
 * MCP Apps (SEP-1865): views in HTML for the results of tools. Offered where a class uses `@App`, and
 * of no effect for clients that do not declare it.
 */
@Injectable()
export class AppsExtension extends Extension {
  readonly id = APPS;

  settings(catalog: Catalog) {
    const hasView = [...catalog.resources.values()].some(({ extras }) => extras?.has(APPS));
    return hasView ? {} : undefined;
  }

  /** Whether it can show HTML (Client Capabilities: `mimeTypes` is required). */
  override isDeclaredBy(client: Client): boolean {
    const mimeTypes = declaredExtension(client, APPS)?.['mimeTypes'];
    return Array.isArray(mimeTypes) && mimeTypes.includes(APP_MIME_TYPE);
  }

  override describe(
    feature: Feature,
    mark: ViewMark | ToolMark,
    lookup: FeatureLookup,
    where: string,
  ): Described {
    return mark.kind === 'view'
      ? describeView(feature, mark, where)
      : describeTool(feature, mark, lookup, where);
  }
}

function describeView(feature: Feature, { csp }: ViewMark, where: string): Described {
  if (feature.kind !== 'resource' || !/^ui:\/\/[^\s/]/.test(feature.uri)) {
    throw new CatalogError(
      where,
      'the URI of an app does not begin with ui://',
      'Write ui://reports/revenue, for example.',
    );
  }
  checkOrigins(csp, where);
  return { only: true };
}

function describeTool(
  feature: Feature,
  { uri, visibility }: ToolMark,
  lookup: FeatureLookup,
  where: string,
): Described {
  if (feature.kind !== 'tool') {
    throw new CatalogError(where, `@UseApp is on a ${feature.kind}`, 'Put it on a tool.');
  }
  if (lookup.resource(uri)?.mimeType !== APP_MIME_TYPE) {
    throw new CatalogError(
      where,
      `no method is the app ${quote(uri)}`,
      'Declare it by @App on a method of a provider.',
    );
  }
  if (visibility?.length === 0) {
    throw new CatalogError(where, 'nobody may call the tool', "Name 'model' or 'app', or both.");
  }
  return {
    meta: { ui: { resourceUri: uri, visibility } },
    only: visibility !== undefined && !visibility.includes('model'),
  };
}
