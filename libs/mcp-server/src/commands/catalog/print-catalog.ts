import { McpHost, type Catalog, type Feature, type HostedServer } from '@repo/mcp-core';
import { AppLogger } from '@repo/telemetry';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { foundation, type FoundationParts } from '../../foundation';
import { LateTablesModule } from '../../late-tables';

@Module({})
class CatalogModule {}

/** What the main server is called where each has a name. */
const MAIN = 'main';

/**
 * What all servers of the process promise their clients, as JSON: names, descriptions, schemas, hints
 * and scopes. Nothing listens meanwhile, and no database is opened.
 */
export async function catalogJson(parts: FoundationParts): Promise<string> {
  const imports = [...foundation(parts, 'http'), LateTablesModule.forRoot(parts.server.database)];
  const app = await NestFactory.createApplicationContext(
    { module: CatalogModule, imports },
    { logger: AppLogger.on(parts.logger), abortOnError: false },
  );
  try {
    const { servers } = app.get(McpHost);
    const named = servers.map((server) => [server.name ?? MAIN, promisesOf(server)]);
    return JSON.stringify(Object.fromEntries(named), null, 2);
  } finally {
    await app.close();
  }
}

function promisesOf({ catalog }: HostedServer): object {
  const { tools, prompts } = catalog;
  return {
    tools: byKey([...tools.values()], ({ name }) => name, toolPromise),
    resources: byKey(resourcesOf(catalog), ({ uri }) => uri, resourcePromise),
    prompts: byKey([...prompts.values()], ({ name }) => name, promptPromise),
  };
}

type OfKind<Kind extends Feature['kind']> = Feature & { readonly kind: Kind };

function toolPromise({ listed, task }: OfKind<'tool'>): object {
  const { inputSchema, outputSchema, annotations } = listed as Record<string, object | undefined>;
  const support = task && { task: task.isRequired ? 'required' : 'optional' };
  return { inputSchema, outputSchema, annotations, ...support };
}

function resourcePromise({ mimeType }: OfKind<'resource'>): object {
  return { mimeType };
}

function promptPromise({ listed }: OfKind<'prompt'>): object {
  const { arguments: all = [] } = listed as { arguments?: { name: string; required?: boolean }[] };
  return { arguments: Object.fromEntries(all.map((one) => [one.name, one.required === true])) };
}

function resourcesOf({ resources, templates }: Catalog): OfKind<'resource'>[] {
  return [...resources.values(), ...templates].filter(({ unlisted }) => unlisted !== true);
}

function byKey<F extends Feature>(
  features: readonly F[],
  keyOf: (feature: F) => string,
  promiseOf: (feature: F) => object,
): object {
  return Object.fromEntries(
    features.map((feature) => {
      const { title, description } = feature.listed as { title?: string; description?: string };
      const { scopes, anyScope } = feature;
      const access = {
        ...(scopes.length > 0 && { scopes }),
        ...(anyScope.length > 0 && { anyScope }),
      };
      return [keyOf(feature), { title, description, ...access, ...promiseOf(feature) }];
    }),
  );
}
