/** Cuts a stream of bytes into lines of UTF-8, and lets no line grow without bound. */
export class LineSplitter {
  private parts: Buffer[] = [];
  private length = 0;
  private skipping = false;

  constructor(
    private readonly maxBytes: number,
    private readonly onLine: (line: string) => void,
    private readonly onTooLong: () => void,
  ) {}

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.keep(chunk.subarray(start, end));
      this.emit();
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
  }

  /** The stream has ended, maybe without a last line break. */
  end(): void {
    this.emit();
  }

  private keep(part: Buffer): void {
    this.length += part.length;
    if (this.length > this.maxBytes && !this.skipping) {
      this.skipping = true;
      this.parts = [];
      this.onTooLong();
    }
    if (!this.skipping && part.length > 0) this.parts.push(part);
  }

  private emit(): void {
    const line = Buffer.concat(this.parts).toString('utf8').trim();
    this.parts = [];
    this.length = 0;
    this.skipping = false;
    if (line !== '') this.onLine(line);
  }
}
