import { Cancellation, type ResponseChannel } from '@repo/mcp-core';
import { Logger } from '@nestjs/common';

type Params = Readonly<Record<string, unknown>>;

/** Milliseconds between two messages that are kept. What comes sooner waits; a newer one takes its place. */
const MIN_INTERVAL_MS = 1_000;
/** Characters of a message. */
const MAX_MESSAGE = 500;

/** Where a run sends what it would tell its client: progress to the status of the task, the rest to the log. */
export class TaskChannel implements ResponseChannel {
  readonly cancellation = new Cancellation();
  private readonly logger = new Logger('Task');
  private waiting?: string;
  private timer?: NodeJS.Timeout;
  private saidAt = -Infinity;

  constructor(
    private readonly id: string,
    private readonly say: (message: string) => void,
  ) {}

  notify(method: string, params: Params): void {
    if (method === 'notifications/progress') this.progress(params);
    else if (method === 'notifications/message') this.log(params);
  }

  /** Nothing of the run is kept any more. */
  close(): void {
    clearTimeout(this.timer);
  }

  private progress({ progress, total, message }: Params): void {
    const part = [progress, total].filter((count) => typeof count === 'number').join('/');
    const text = typeof message === 'string' ? `${message} (${part})` : part;
    this.waiting = text.slice(0, MAX_MESSAGE);
    const delay = this.saidAt + MIN_INTERVAL_MS - performance.now();
    if (delay <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), delay);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting === undefined) return;
    this.saidAt = performance.now();
    this.say(this.waiting);
    this.waiting = undefined;
  }

  /** Clients have no log of a task (SEP-2663, Task Status Notifications): that of the server has it. */
  private log({ level, data }: Params): void {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    const line = `${this.id}: ${text}`;
    if (level === 'debug') this.logger.debug(line);
    else if (level === 'info' || level === 'notice') this.logger.log(line);
    else if (level === 'warning') this.logger.warn(line);
    else this.logger.error(line);
  }
}
