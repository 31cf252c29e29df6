import type { Config } from '@repo/config';
import type { ServerOptions } from './server-options';

/** What a process runs: the server, with the configuration that it has here. */
export interface StartOptions {
  readonly server: ServerOptions;
  readonly config: Config;
}
