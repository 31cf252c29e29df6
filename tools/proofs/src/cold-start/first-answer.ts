import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROGRAM = join(__dirname, 'first-call.cjs');
const EVENT = join(__dirname, 'call-event.json');

/**
 * Milliseconds from the start of a process to its answer of the first call.
 *
 * @throws {Error} the answer was wrong
 */
export async function firstAnswer(bundle: string): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, bundle, EVENT], {
    env: { PATH: process.env['PATH'], ENVIRONMENT: 'test', LOG_LEVEL: 'warn', ALLOWED_HOSTS: HOST },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let took = 0;
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes('answered ')) took ||= performance.now() - began;
  });
  await once(child, 'close');
  if (!output.includes('answered 200 true'))
    throw new Error(`${bundle} did not answer:\n${output}`);
  return took;
}

/** That of the recorded events. */
const HOST = 'mcp.example.com';
