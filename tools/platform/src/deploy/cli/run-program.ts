import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Between the request to end and the kill. */
const KILL_AFTER_MS = 5_000;

interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the program, and all that it has started. */
  readonly signal: AbortSignal;
}

interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program without a shell, so that no argument is interpreted, in a process group of its
 * own, so that what it starts ends with it.
 *
 * @throws when it cannot be started; the reason of the signal
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { signal, ...options }: ProgramOptions,
): Promise<ProgramResult> {
  signal.throwIfAborted();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...options,
  });
  const output: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => output[0].push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output[1].push(chunk));
  let kill: NodeJS.Timeout | undefined;
  const end = () => {
    endGroup(child, 'SIGTERM');
    kill = setTimeout(() => {
      endGroup(child, 'SIGKILL');
      // Somebody outside the group may hold the pipes open.
      child.stdout.destroy();
      child.stderr.destroy();
    }, KILL_AFTER_MS);
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    signal.throwIfAborted();
    const [stdout = '', stderr = ''] = output.map((parts) => Buffer.concat(parts).toString('utf8'));
    return { code, stdout, stderr };
  } finally {
    clearTimeout(kill);
    signal.removeEventListener('abort', end);
  }
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
