import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';

/** A company's copy of this repository, in a folder of its own. */
export class Fork {
  private constructor(readonly folder: string) {}

  /**
   * @param commit of this repository
   * @param history whether it has the history, or begins with one commit as a template does
   * @throws {Error} in a shallow clone, which lacks earlier commits
   */
  static at(commit: string, { history }: { readonly history: boolean }): Fork {
    assertComplete();
    const fork = new Fork(mkdtempSync(join(tmpdir(), 'fork-')));
    if (history) {
      execFileSync('git', ['clone', '--quiet', '--no-checkout', workspaceRoot, fork.folder]);
      fork.git('checkout', '--quiet', '-B', 'main', commit);
    } else {
      fork.git('init', '--quiet', '--initial-branch=main');
      const options = { cwd: workspaceRoot, maxBuffer: 1 << 28 };
      const archive = execFileSync('git', ['archive', commit], options);
      execFileSync('tar', ['x'], { cwd: fork.folder, input: archive });
    }
    fork.git('config', 'user.name', 'test');
    fork.git('config', 'user.email', 'test@example.com');
    if (!history) fork.commit('feat: begin');
    return fork;
  }

  /** Packages to read alone: those of this repository, and of its projects too. */
  linkPackages(): this {
    // `.gitignore` names a folder, which a link is not.
    appendFileSync(join(this.folder, '.git/info/exclude'), 'node_modules\n');
    symlinkSync(join(workspaceRoot, 'node_modules'), join(this.folder, 'node_modules'));
    return this;
  }

  /** Packages of its own, whose files are those of this repository while nobody writes them. */
  copyPackages(folder = '.'): this {
    const packages = join(folder, 'node_modules');
    const list = join(packages, '.package-lock.json');
    // A link, or what an install has made.
    rmSync(join(this.folder, packages), { recursive: true, force: true });
    execFileSync('cp', ['-al', join(workspaceRoot, packages), join(this.folder, folder)]);
    if (existsSync(join(this.folder, list))) {
      // npm writes it in its place.
      rmSync(join(this.folder, list));
      copyFileSync(join(workspaceRoot, list), join(this.folder, list));
    }
    return this;
  }

  /** Those of the projects that it has. */
  copyInnerPackages(): this {
    const manifests = this.git('ls-files', '*/package.json').split('\n');
    for (const folder of manifests.map(dirname)) {
      if (existsSync(join(workspaceRoot, folder, 'node_modules'))) this.copyPackages(folder);
    }
    return this;
  }

  read = (file: string): string => readFileSync(join(this.folder, file), 'utf8');

  write(file: string, text: string): this {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
    return this;
  }

  /** @throws {Error} where there is nothing to replace */
  edit(file: string, from: string, to: string): this {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    return this.write(file, text.replace(from, to));
  }

  git(...args: string[]): string {
    const options = { cwd: this.folder, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
    return execFileSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
  }

  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', `--message=${message}`);
    return this.git('rev-parse', 'HEAD');
  }

  /** A program in its folder. @throws {Error} with its output where it fails */
  run(program: string, ...args: string[]): string {
    const env = {
      ...process.env,
      NX_DAEMON: 'false',
      NX_ISOLATE_PLUGINS: 'false',
      NX_TUI: 'false',
      // Of the program that asks, and of no use in another folder.
      TS_NODE_PROJECT: undefined,
    };
    try {
      const options = { cwd: this.folder, env, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
      return execFileSync(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, {
        cause: error,
      });
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function assertComplete(): void {
  const args = ['rev-parse', '--is-shallow-repository'];
  const shallow = execFileSync('git', args, { cwd: workspaceRoot, encoding: 'utf8' }).trim();
  if (shallow === 'true') {
    throw new Error(
      'This clone is shallow, and upgrades begin at earlier commits: git fetch --unshallow',
    );
  }
}
