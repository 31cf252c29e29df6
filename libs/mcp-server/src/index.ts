export { runServer } from './run-server';
export type { ServerOptions } from './server-options';
