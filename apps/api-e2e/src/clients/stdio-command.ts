import { HOST_BUNDLE, hostEnvironment } from '../process/fixture-host';

/** How a client starts the host as its own child. */
export interface StdioCommand {
  command: string;
  args: string[];
  env: Record<string, string>;
}

export function stdioCommand(settings?: Record<string, string>): StdioCommand {
  return {
    command: process.execPath,
    args: [HOST_BUNDLE, '--stdio'],
    env: hostEnvironment(settings),
  };
}
