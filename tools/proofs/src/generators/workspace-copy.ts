import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '@repo/platform/src/workspace-root';

const run = promisify(execFile);

/** Nx as scripts run it: its daemon would outlive them. */
const ENVIRONMENT = { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false' };

/** A copy of this workspace, with what is not committed yet, to change at will. */
export class WorkspaceCopy {
  private readonly children: ChildProcess[] = [];

  private constructor(readonly root: string) {}

  static async make(): Promise<WorkspaceCopy> {
    const root = mkdtempSync(join(tmpdir(), 'workspace-'));
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { stdout } = await run('git', list, { cwd: workspaceRoot, maxBuffer: 2 ** 24 });
    const files = stdout.split('\0').filter((file) => file !== '');
    const modules = files
      .filter((file) => /(^|\/)package\.json$/.test(file))
      .map((file) => join(dirname(file), 'node_modules'));
    // What is compiled already need not be again.
    for (const file of [...files, ...compiled()]) copy(file, root);
    for (const folder of modules) await linkFiles(folder, root);
    return new WorkspaceCopy(root);
  }

  /** Runs a command of a shell to its end. @throws {Error} what it wrote, where it fails */
  async run(command: string): Promise<string> {
    const options = { cwd: this.root, env: ENVIRONMENT, maxBuffer: 2 ** 26 };
    try {
      return (await run('sh', ['-c', command], options)).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${command}\n${stdout}\n${stderr}`, { cause: error });
    }
  }

  /**
   * Starts an app from its source. It ends with the copy.
   *
   * @returns what the pattern finds in its output
   */
  async start(app: string, pattern: RegExp, environment: Record<string, string>): Promise<string> {
    const register = ['-C', '@repo/source', '-r', '@swc-node/register'];
    const child = spawn(process.execPath, [...register, `apps/${app}/src/main.ts`], {
      cwd: this.root,
      env: { ...process.env, TS_NODE_PROJECT: `apps/${app}/tsconfig.json`, ...environment },
    });
    this.children.push(child);
    const { stdout, stderr } = child;
    let output = '';
    for (const stream of [stdout, stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    for (;;) {
      const [, found] = pattern.exec(output) ?? [];
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`${app} ended:\n${output}`);
      await Promise.race([once(stdout, 'data'), once(stderr, 'data'), once(child, 'close')]);
    }
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), 'utf8');
  }

  async remove(): Promise<void> {
    for (const child of this.children) {
      if (child.exitCode !== null) continue;
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.root, { recursive: true, force: true });
  }
}

const compiled = (): string[] =>
  readdirSync(join(workspaceRoot, 'libs'))
    .map((library) => `libs/${library}/dist`)
    .filter((folder) => existsSync(join(workspaceRoot, folder)));

function copy(file: string, root: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  cpSync(join(workspaceRoot, file), join(root, file), {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
  });
}

/** Packages are not changed, so each file is the same one twice; but for the list that npm writes. */
async function linkFiles(folder: string, root: string): Promise<void> {
  const from = join(workspaceRoot, folder);
  const to = join(root, folder);
  const list = '.package-lock.json';
  await run('sh', ['-c', '[ ! -d "$0" ] || cp -RlP "$0" "$1" || cp -RP "$0" "$1"', from, to]);
  rmSync(join(to, list), { force: true });
  await run('sh', ['-c', '[ ! -f "$0" ] || cp "$0" "$1"', join(from, list), join(to, list)]);
}
