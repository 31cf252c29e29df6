import { renameSync, rmSync, statSync } from 'node:fs';
import { destination, type DestinationStream } from 'pino';
import { makePrivate } from './private-file';

export interface Rotation {
  /** Bytes that the file has at most, but for a line that is longer by itself. */
  readonly maxBytes: number;
  /** How many old files are kept: `<file>.1` is the newest. */
  readonly kept: number;
}

/** Lines between two looks at the file, which other processes may write and rename as well. */
const LINES_BETWEEN_LOOKS = 64;

/**
 * A log file that begins anew before it gets too large. Written at once, like all log lines (see
 * `logDestination`), and by as many processes as have the same file: each follows when another one, or
 * a program such as logrotate, has renamed it. Two that rename at the very same moment leave a short
 * file among the old ones, and lose no line.
 */
export class RotatingFile implements DestinationStream {
  private readonly stream: ReturnType<typeof destination>;
  private bytes = 0;
  private inode: number | undefined;
  private lines = 0;

  /** @throws {ConfigError} see `makePrivate` */
  constructor(
    private readonly file: string,
    private readonly rotation: Rotation,
  ) {
    makePrivate(file);
    this.stream = destination({ dest: file, sync: true });
    this.look();
  }

  write(line: string): void {
    const size = Buffer.byteLength(line);
    const { maxBytes } = this.rotation;
    this.lines += 1;
    if (this.lines % LINES_BETWEEN_LOOKS === 0) this.follow();
    if (this.bytes > 0 && this.bytes + size > maxBytes) {
      this.follow();
      if (this.bytes > 0 && this.bytes + size > maxBytes) this.rotate();
    }
    this.bytes += size;
    this.stream.write(line);
  }

  /** What is no file, such as a pipe, has no size, and so is never renamed. */
  private look(): void {
    const found = statSync(this.file, { throwIfNoEntry: false });
    this.inode = found?.ino;
    this.bytes = found?.isFile() === true ? found.size : 0;
  }

  private follow(): void {
    const before = this.inode;
    this.look();
    if (this.inode !== before) this.reopen();
  }

  private rotate(): void {
    try {
      const { kept } = this.rotation;
      for (let number = kept; number > 1; number -= 1) {
        rename(`${this.file}.${number - 1}`, `${this.file}.${number}`);
      }
      if (kept > 0) rename(this.file, `${this.file}.1`);
      else rmSync(this.file, { force: true });
      this.reopen();
    } catch {
      // The folder allows no other file: the lines matter more than the size. Tried again after as many.
      this.bytes = 0;
    }
  }

  private reopen(): void {
    makePrivate(this.file);
    this.stream.reopen(this.file);
    this.look();
  }
}

function rename(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, to);
}
