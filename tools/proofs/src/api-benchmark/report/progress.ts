/** Tells how far a long run is: one line that changes on a terminal, plain lines elsewhere. */
export class Progress {
  private done = 0;
  private readonly started = performance.now();

  /** @param total steps */
  constructor(private readonly total: number) {}

  step(what: string): void {
    this.done++;
    const seconds = Math.round((performance.now() - this.started) / 1_000);
    const line = `${String(this.done).padStart(String(this.total).length)}/${this.total}  ${seconds} s  ${what}`;
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${line}`);
    else console.log(line);
  }

  end(): void {
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K');
  }
}
