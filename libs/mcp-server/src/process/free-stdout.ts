import { Console } from 'node:console';

/**
 * Sends what is written to the console to stderr. On stdio a single `console.log`, of a tool or of a
 * package that it uses, would break the protocol.
 */
export function freeStdout(): void {
  globalThis.console = new Console(process.stderr, process.stderr);
}
