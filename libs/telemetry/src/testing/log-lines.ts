import { Writable } from 'node:stream';

/** The destination of a logger in a test: keeps the lines, parsed. */
export class LogLines extends Writable {
  readonly lines: Record<string, unknown>[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    for (const line of chunk.toString().trim().split('\n')) {
      this.lines.push(JSON.parse(line) as Record<string, unknown>);
    }
    done();
  }

  get messages(): unknown[] {
    return this.lines.map(({ msg }) => msg);
  }
}
