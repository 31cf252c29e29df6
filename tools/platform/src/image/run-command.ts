import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program ended with a code other than 0. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/**
 * Runs a program without a shell, so that no argument is interpreted. What it prints to stderr is
 * shown as it comes.
 *
 * @returns what it printed to stdout
 * @throws {CommandError} when it cannot be started or fails
 */
export async function runCommand([program = '', ...args]: readonly string[]): Promise<Buffer> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  let code: number | null;
  try {
    [code] = (await once(child, 'close')) as [number | null];
  } catch (error) {
    throw new CommandError(`${program} cannot be started: ${(error as Error).message}`);
  }
  if (code !== 0) throw new CommandError(`${program} ${args[0] ?? ''} ended with code ${code}.`);
  return Buffer.concat(output);
}
