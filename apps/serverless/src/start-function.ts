import 'reflect-metadata';
import { ConfigError, loadConfig } from '@repo/config';
import { stackOf } from '@repo/foundation';
import { McpFeaturesModule, sections } from '@repo/mcp-features';
import { processLogger, startTracing } from '@repo/telemetry';
import type { ModuleMetadata } from '@nestjs/common';
import { FunctionApp } from './function-app';
import { functionEnvironment, needsDatabase } from './function-environment';
import { version } from './version';
import { WarmFunction } from './warm-function';

/**
 * The features of this repository, started as the environment says.
 *
 * @param more further modules with features
 */
export function warmFunction(more: NonNullable<ModuleMetadata['imports']> = []): WarmFunction {
  const start = async () => {
    const config = loadConfig(functionEnvironment(process.env), {
      sections,
      notRequired: needsDatabase(process.env) ? [] : ['DATABASE_URL'],
    });
    const logger = processLogger('function', config, process.stdout);
    await startTracing({ name: 'function', version }, config, logger);
    return FunctionApp.start({
      config,
      logger,
      features: [McpFeaturesModule.forRoot({ version }), ...more],
    });
  };
  return new WarmFunction(start, tellOfStart).begin();
}

/** To stderr: there may be no logger yet. */
function tellOfStart(error: unknown): void {
  const text =
    error instanceof ConfigError
      ? `${error.message}\nThe function cannot start. docs/configuration.md explains every variable.`
      : `The function cannot start. ${stackOf(error)}`;
  process.stderr.write(`${text}\n`);
}
