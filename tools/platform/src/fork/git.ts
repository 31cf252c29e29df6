import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Files } from './files';

/** Whoever runs it: these commits are seen by nobody. */
const NOBODY = {
  GIT_AUTHOR_NAME: 'platform',
  GIT_AUTHOR_EMAIL: 'platform@localhost',
  GIT_COMMITTER_NAME: 'platform',
  GIT_COMMITTER_EMAIL: 'platform@localhost',
};

const MAX_BUFFER = 1 << 30;

/** A file in a tree of git. */
export interface TreeEntry {
  readonly mode: string;
  readonly id: string;
}

/** What git does for an upgrade: trees are read and written in its object store, no file is. */
export class GitRepository {
  constructor(readonly folder: string) {}

  /** @throws {Error} with what git says */
  run(args: readonly string[], { input, env }: { input?: string | Buffer; env?: object } = {}) {
    const options = { cwd: this.folder, maxBuffer: MAX_BUFFER, env: { ...process.env, ...env } };
    // Its messages are read.
    Object.assign(options.env, { LC_ALL: 'C' });
    return execFileSync('git', args, {
      ...options,
      ...(input !== undefined && { input }),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  text(...args: string[]): string {
    return this.run(args).toString().trim();
  }

  /** @returns its output, and 1 where it has found a difference or a conflict */
  attempt(...args: string[]): { readonly status: number; readonly output: string } {
    const result = spawnSync('git', args, {
      cwd: this.folder,
      maxBuffer: MAX_BUFFER,
      env: { ...process.env, LC_ALL: 'C' },
      encoding: 'utf8',
    });
    return { status: result.status ?? -1, output: result.stdout + result.stderr };
  }

  /** @returns the id of the object, or `undefined` */
  find(name: string): string | undefined {
    const { status, output } = this.attempt('rev-parse', '--verify', '--quiet', name);
    return status === 0 ? output.trim() : undefined;
  }

  entries(tree: string): Map<string, TreeEntry> {
    const lines = this.run(['ls-tree', '-r', '-z', tree]).toString().split('\0').filter(Boolean);
    return new Map(
      lines.map((line) => {
        const [facts = '', path = ''] = line.split('\t', 2);
        const [mode = '', , id = ''] = facts.split(' ');
        return [path, { mode, id }];
      }),
    );
  }

  /** The texts of all files. */
  read(entries: ReadonlyMap<string, TreeEntry>): Files {
    const ids = [...entries.values()].map(({ id }) => id);
    const output = this.run(['cat-file', '--batch'], { input: `${ids.join('\n')}\n` });
    let offset = 0;
    const texts = ids.map(() => {
      const end = output.indexOf(10, offset);
      const size = Number(output.toString('utf8', offset, end).split(' ')[2]);
      offset = end + 1 + size + 1;
      return output.toString('utf8', end + 1, end + 1 + size);
    });
    return new Map([...entries.keys()].map((path, index) => [path, texts[index]!]));
  }

  blob(id: string): Buffer {
    return this.run(['cat-file', 'blob', id]);
  }

  /** @returns the id of a tree like this one, but for some files; without those of `undefined` */
  write(tree: string, changes: ReadonlyMap<string, { text: string; mode: string } | undefined>) {
    const folder = mkdtempSync(join(tmpdir(), 'index-'));
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    try {
      const written = [...changes.values()].filter((change) => change !== undefined);
      const ids = this.store(
        written.map(({ text }) => text),
        folder,
      );
      const lines = [...changes].map(([path, change]) =>
        change === undefined
          ? `0 ${'0'.repeat(40)}\t${path}\0`
          : `${change.mode} ${ids[written.indexOf(change)]}\t${path}\0`,
      );
      this.run(['read-tree', tree], { env });
      this.run(['update-index', '-z', '--index-info'], { env, input: lines.join('') });
      return this.run(['write-tree'], { env }).toString().trim();
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** @returns the ids of the texts, now in the object store: of all by one process */
  private store(texts: readonly string[], folder: string): string[] {
    if (texts.length === 0) return [];
    const files = texts.map((text, index) => {
      const file = join(folder, String(index));
      writeFileSync(file, text);
      return file;
    });
    const args = ['hash-object', '-w', '--no-filters', '--stdin-paths'];
    return this.run(args, { input: `${files.join('\n')}\n` })
      .toString()
      .trim()
      .split('\n');
  }

  commit(tree: string, ...parents: string[]): string {
    const args = ['commit-tree', tree, '-m', 'merge', ...parents.flatMap((one) => ['-p', one])];
    return this.run(args, { env: NOBODY }).toString().trim();
  }
}
