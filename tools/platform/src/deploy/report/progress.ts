import type { Clock } from '../clock';

/** Where lines go; a terminal shows the running step on a line that changes. */
interface Output {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const REDRAW_MS = 1_000;

/** Shows how a deploy gets on: lines in a pipeline, and elapsed seconds on a terminal. */
export class Progress {
  /** The steps that succeeded, in their order. */
  readonly done: string[] = [];
  /** The step that failed or was cut off, if one was. */
  cutOff: string | undefined;
  private running: string | undefined;

  constructor(
    private readonly output: Output,
    private readonly clock: Clock,
  ) {}

  say(line: string): void {
    this.output.write(this.running === undefined ? `${line}\n` : `${this.clear()}${line}\n`);
  }

  /** Shows a step from its begin to its end. */
  async step<T>(name: string, run: () => Promise<T>): Promise<T> {
    const start = this.clock.now();
    const seconds = () => Math.round((this.clock.now() - start) / 1000);
    const redraw = () => this.output.write(`${this.clear()}… ${name} ${seconds()} s`);
    let timer: NodeJS.Timeout | undefined;
    if (this.output.isTTY) {
      this.running = name;
      redraw();
      timer = setInterval(redraw, REDRAW_MS);
    }
    let mark = 'failed:';
    try {
      this.cutOff = name;
      const result = await run();
      this.cutOff = undefined;
      this.done.push(name);
      mark = 'done:';
      return result;
    } finally {
      clearInterval(timer);
      this.output.write(`${this.clear()}${mark} ${name} (${seconds()} s)\n`);
      this.running = undefined;
    }
  }

  private clear(): string {
    return this.output.isTTY ? '\r\u001b[2K' : '';
  }
}
