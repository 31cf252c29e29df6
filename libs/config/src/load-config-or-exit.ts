import { ConfigError, EX_CONFIG } from './config.error';
import type { Config } from './config';
import { readEnvFiles } from './env-files';
import { loadConfig, type LoadOptions } from './load-config';

/**
 * The configuration of this process, for the first line of a `main.ts`. In development the `.env`
 * files of the working directory are added to `process.env`, where libraries with variables of their
 * own (`OTEL_…`) and forked workers find them too.
 *
 * On a faulty environment every fault goes to stderr, nothing to stdout (stdio transports speak the
 * protocol there), and the process exits with `EX_CONFIG` (78).
 */
export function loadConfigOrExit(options: Omit<LoadOptions, 'warnings'> = {}): Config {
  const { variables, warnings } = readEnvFiles(process.cwd(), process.env);
  Object.assign(process.env, variables);
  return configuredOrExit(() => loadConfig(process.env, { ...options, warnings }));
}

/**
 * What is made of the configuration of this process; a fault of it ends the process, as above.
 *
 * @example configuredOrExit(() => openLog(config.logging.file))
 */
export function configuredOrExit<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(
      `${error.message}\nNothing was started. docs/configuration.md explains every variable.\n`,
    );
    process.exit(EX_CONFIG);
  }
}
