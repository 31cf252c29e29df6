import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GitRepository } from './git';

/** The refs of the repository that a fork comes from; those of the fork itself are not touched. */
const FETCHED = ['+HEAD:refs/heads/HEAD', '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];

/**
 * A repository beside the fork's, for as long as a change of the fork is worked out: it has the
 * fork's objects and those of the platform's repository, and the fork gets none of its own.
 */
export class Workshop {
  private constructor(
    readonly repository: GitRepository,
    /** The commit that the fork is on. */
    readonly head: string,
  ) {}

  /**
   * Opens one for as long as some work takes.
   *
   * @throws {Error} unless the folder is the root of a repository in which nothing is uncommitted
   */
  static async within<T>(root: string, work: (workshop: Workshop) => T | Promise<T>): Promise<T> {
    const fork = new GitRepository(root);
    assertClean(fork);
    const folder = mkdtempSync(join(tmpdir(), 'platform-'));
    try {
      const repository = new GitRepository(folder);
      repository.run(['init', '--quiet', '--bare']);
      const objects = resolve(root, fork.text('rev-parse', '--git-path', 'objects'));
      writeFileSync(join(folder, 'objects/info/alternates'), `${objects}\n`);
      return await work(new Workshop(repository, fork.text('rev-parse', 'HEAD')));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** @throws {Error} with what git says, where the source cannot be read */
  fetch(source: string): void {
    const { status, output } = this.repository.attempt(
      ...['fetch', '--quiet', '--update-shallow', source, ...FETCHED],
    );
    if (status === 0) return;
    throw new Error(`The platform cannot be fetched from '${source}'. git says: ${output.trim()}`);
  }

  /**
   * The tree of a version: a release (`0.2.0`), a branch or tag of the source, a commit, or the id of a
   * tree.
   */
  treeOf(version: string): string | undefined {
    for (const name of [`refs/tags/v${version}`, `refs/tags/${version}`, version]) {
      const tree = this.repository.find(`${name}^{tree}`);
      if (tree !== undefined) return tree;
    }
    return undefined;
  }

  /** The newest release of the source, or its default branch while there is none. */
  newest(): string {
    const tags = this.repository.text('tag', '--list', 'v[0-9]*', '--sort=-version:refname');
    const [tag] = tags.split('\n').filter((name) => /^v\d+\.\d+\.\d+$/.test(name));
    return tag?.slice(1) ?? this.repository.text('rev-parse', 'refs/heads/HEAD');
  }

  /** Where the history of the fork leaves that of a version; `undefined` where they have none in common. */
  commonAncestor(version: string): string | undefined {
    const name =
      this.repository.find(`refs/tags/v${version}`) === undefined ? version : `v${version}`;
    const { status, output } = this.repository.attempt('merge-base', this.head, name);
    return status === 0 ? output.trim() : undefined;
  }
}

function assertClean(fork: GitRepository): void {
  const { status, output } = fork.attempt('status', '--porcelain');
  if (status !== 0) throw new Error(`This is no repository of git. git says: ${output.trim()}`);
  if (output.trim() === '') return;
  throw new Error(
    `There are uncommitted changes:\n${output.trimEnd()}\n` +
      'Commit them or put them aside, then run it again. Nothing was changed.',
  );
}
