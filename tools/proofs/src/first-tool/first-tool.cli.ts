import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { conditions } from '../api-benchmark/report/conditions';
import { writeSections } from '../api-benchmark/report/document';
import { markdownTable } from '../api-benchmark/report/markdown-table';
import { readmeCommands } from './readme-commands';

const run = promisify(execFile);

interface Row {
  readonly step: string;
  readonly command: string;
  readonly seconds: number;
}

/** Milliseconds in which a server listens, on the busiest machine. */
const LATE_MS = 300_000;

/** Of the tool that is generated, to what the call of README.md says. */
const ANSWER = 'find_invoice was asked about hello';

/**
 * From a clone of what is committed to the answer of one's own tool over HTTP in both eras, by the
 * commands of README.md, npm's cache empty at the start, and its question answered with yes:
 * `npx nx first-tool proofs`.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'first-tool-'));
  const clone = join(folder, 'clone');
  const npm = { npm_config_cache: join(folder, 'npm'), npm_config_yes: 'true' };
  const env = { ...withoutNx(process.env), ...npm, PORT: '0' };
  try {
    await run('git', ['clone', '--quiet', workspaceRoot, clone]);
    const commands = readmeCommands(readFileSync(join(clone, 'README.md'), 'utf8'));
    const rows: Row[] = [];
    const timed = async <T>(step: string, command: string, work: () => Promise<T>): Promise<T> => {
      const start = performance.now();
      const result = await work();
      const seconds = (performance.now() - start) / 1_000;
      rows.push({ step, command, seconds });
      console.log(`${seconds.toFixed(1)} s  ${command}`);
      return result;
    };
    const shell = (command: string) =>
      run('sh', ['-c', command], { cwd: clone, env, maxBuffer: 2 ** 26 });

    await timed('1', commands.install, () => shell(commands.install));
    await timed('2', commands.generate, () => shell(commands.generate));
    const server = new Server(commands.serve, clone, env);
    try {
      const origin = await timed('3', commands.serve, () => server.origin());
      for (const call of Object.values(commands.calls)) {
        const command = call.replace('http://127.0.0.1:8000', origin);
        const { stdout } = await timed('4', call, () => shell(command));
        if (!stdout.includes(ANSWER)) throw new Error(`${command} answers:\n${stdout}`);
      }
    } finally {
      await server.stop();
    }
    await write(rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * As who has just opened a terminal: what this run says to Nx, such as to print nothing before the end,
 * is not for theirs. But for the daemon, which would outlive this one.
 */
function withoutNx(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('NX_'));
  return { ...Object.fromEntries(own), NX_DAEMON: 'false' };
}

/** What a command serves, until it is stopped. */
class Server {
  private readonly child;
  private output = '';

  constructor(command: string, cwd: string, env: NodeJS.ProcessEnv) {
    // A group of its own, which is told to end as a terminal tells it.
    this.child = spawn('sh', ['-c', command], { cwd, env, detached: true });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  /** Where it listens. @throws {Error} what it wrote, where it ends before, or is late */
  async origin(): Promise<string> {
    const { child } = this;
    const late = AbortSignal.timeout(LATE_MS);
    for (;;) {
      const [, origin] = /listening on (http:\/\/[\d.:]+)/.exec(this.output) ?? [];
      if (origin !== undefined) return origin;
      if (child.exitCode !== null || late.aborted) throw new Error(this.output);
      await pause(100);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'close');
    process.kill(-this.child.pid!, 'SIGINT');
    await ended;
  }
}

async function write(rows: readonly Row[]): Promise<void> {
  const table = markdownTable<Row>(
    [
      { heading: '', cell: ({ step }) => step },
      { heading: 'command', cell: ({ command }) => `\`${command}\``, align: 'left' },
      { heading: 'seconds', cell: ({ seconds }) => seconds.toFixed(1) },
    ],
    rows,
  );
  const load = loadavg()[2]!.toFixed(0);
  const how = `at a load of ${load}; the third until it listens, the fourth by a client of either era`;
  const text = `${table}\n\n${conditions(how)}`;
  await writeSections({ 'first-tool': text }, join(workspaceRoot, 'docs/build/tests.md'));
}

void main();
