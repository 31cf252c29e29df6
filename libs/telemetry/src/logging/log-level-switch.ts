import cluster, { type Worker } from 'node:cluster';
import type { LogLevel } from '@repo/config';
import type { RootLogger } from './create-logger';

/** What is logged. */
export interface LogLevelState {
  readonly level: LogLevel;
  /** That of the settings. */
  readonly configured: LogLevel;
}

/** Between the processes of one program. */
interface LevelMessage {
  readonly type: 'log-level';
  readonly level: LogLevel;
}

/**
 * Changes what a program logs while it runs, in its primary and all its worker processes. It holds
 * until the next change or start. `SIGUSR2` changes to `debug`, and back.
 */
export class LogLevelSwitch {
  private static readonly all = new WeakMap<RootLogger, LogLevelSwitch>();
  private readonly configured: LogLevel;

  private constructor(private readonly logger: RootLogger) {
    this.configured = logger.level as LogLevel;
  }

  /** The one of this logger. */
  static of(logger: RootLogger): LogLevelSwitch {
    const known = LogLevelSwitch.all.get(logger) ?? new LogLevelSwitch(logger);
    LogLevelSwitch.all.set(logger, known);
    return known;
  }

  get state(): LogLevelState {
    return { level: this.logger.level as LogLevel, configured: this.configured };
  }

  set(level: LogLevel): void {
    this.apply(level);
    if (cluster.isPrimary) this.broadcast();
    else process.send?.(message(level));
  }

  /** Listens to the signal, and to the other processes. */
  install(): void {
    process.on('SIGUSR2', () => this.toggle());
    if (cluster.isPrimary) {
      cluster.on('online', (worker) => this.sendChange(worker));
      cluster.on('message', (_worker, received: unknown) => {
        if (!isLevelMessage(received)) return;
        this.apply(received.level);
        this.broadcast();
      });
    } else {
      process.on('message', (received: unknown) => {
        if (isLevelMessage(received)) this.apply(received.level);
      });
    }
  }

  private toggle(): void {
    this.set(this.logger.level === 'debug' ? this.configured : 'debug');
  }

  private apply(level: LogLevel): void {
    if (level === this.logger.level) return;
    this.logger.level = level;
    this.logger.warn(`the log level is ${level} from now on`);
  }

  private broadcast(): void {
    for (const worker of Object.values(cluster.workers ?? {})) if (worker) this.send(worker);
  }

  private sendChange(worker: Worker): void {
    if (this.logger.level !== this.configured) this.send(worker);
  }

  private send(worker: Worker): void {
    if (worker.isConnected()) worker.send(message(this.logger.level as LogLevel), () => undefined);
  }
}

function message(level: LogLevel): LevelMessage {
  return { type: 'log-level', level };
}

function isLevelMessage(received: unknown): received is LevelMessage {
  return (received as Partial<LevelMessage> | null)?.type === 'log-level';
}
