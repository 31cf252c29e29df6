import { Clock } from '@repo/foundation';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { TaskStore, type SeenTask } from '../storage/task-store';
import type { Task } from '../storage/task-row';

/** Milliseconds between two looks at the database. */
const LOOK_MS = 1_000;
/** Tasks of which one look may bring the whole; the next look follows at once where there are more. */
const LOOKED_AT = 50;
/** Listeners of one process. */
const MAX_LISTENERS = 5_000;

/** @param task as it is now; undefined from when it is unknown */
type Listener = (task: Task | undefined) => void;

interface Watched {
  readonly listeners: Set<Listener>;
  readonly expiresAt: number;
  /** As it was found last; undefined where somebody listens who has not heard of that. */
  seen?: SeenTask | undefined;
}

/**
 * Tells of tasks that change, by whichever process: one statement a second asks for all that somebody
 * here waits for, and none while nobody does.
 */
@Injectable()
export class TaskWatch implements OnApplicationShutdown {
  private readonly logger = new Logger('Tasks');
  private readonly watched = new Map<string, Watched>();
  private listeners = 0;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly store: TaskStore,
    private readonly clock: Clock,
  ) {}

  /** How many more listeners this process takes. */
  get room(): number {
    return MAX_LISTENERS - this.listeners;
  }

  /**
   * Listens to a task: first to how it is now, then to each change. What changes back within a second
   * is not noticed.
   *
   * @returns what ends that; calling it again does nothing
   */
  watch({ id, expiresAt }: Task, listener: Listener): () => void {
    const watched = this.watched.get(id) ?? {
      listeners: new Set<Listener>(),
      expiresAt: expiresAt.getTime(),
    };
    this.watched.set(id, watched);
    watched.listeners.add(listener);
    watched.seen = undefined;
    this.listeners += 1;
    this.timer ??= setTimeout(() => void this.look(), LOOK_MS);
    return () => {
      if (!watched.listeners.delete(listener)) return;
      this.listeners -= 1;
      if (watched.listeners.size === 0) this.watched.delete(id);
    };
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.watched.clear();
  }

  private async look(): Promise<void> {
    const changed = await this.changed();
    for (const task of changed) {
      const watched = this.watched.get(task.id);
      if (watched === undefined) continue;
      watched.seen = task;
      for (const listener of [...watched.listeners]) listener(task);
    }
    this.forget();
    const delayMs = changed.length === LOOKED_AT ? 0 : LOOK_MS;
    this.timer = this.watched.size === 0 ? undefined : setTimeout(() => void this.look(), delayMs);
  }

  private async changed(): Promise<Task[]> {
    const seen = [...this.watched].map(([id, one]) => one.seen ?? { id });
    if (seen.length === 0) return [];
    try {
      return await this.store.changed(seen, LOOKED_AT);
    } catch (error) {
      this.logger.debug(`Changes of tasks cannot be looked for now: ${String(error)}`);
      return [];
    }
  }

  /** Tasks whose time is over. */
  private forget(): void {
    const now = this.clock.now();
    for (const { listeners, expiresAt } of this.watched.values()) {
      if (expiresAt > now) continue;
      for (const listener of [...listeners]) listener(undefined);
    }
  }
}
