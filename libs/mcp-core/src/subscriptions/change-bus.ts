import type { ServerEvent, ServerEventBus } from '@modelcontextprotocol/server';

/** A change of a server; `server` is the name of it, and undefined for the main one. */
export type Change = ServerEvent & { readonly server?: string };

/** A change and its position in the log of changes. */
export interface LoggedChange {
  readonly change: Change;
  readonly position: string;
}

/** @param position in the log; undefined for a change that could not be logged */
export type ChangeListener = (change: Change, position?: string) => void;

/** Changes that are kept for clients that resume a stream. */
export const MAX_LOGGED = 1_000;

/**
 * Publishes changes to every open stream of all processes. `publish` must not throw, and need not
 * wait.
 *
 * It also logs the last changes, so that a stream which was lost at one process can be resumed at
 * another.
 */
export abstract class ChangeBus implements ServerEventBus {
  abstract publish(change: Change): void;
  /** @returns a function that ends the subscription; calling it again does nothing. */
  abstract subscribe(listener: ChangeListener): () => void;
  /** The position of the last change. @throws while the log cannot be read */
  abstract tail(): Promise<string>;
  /** The changes after a position, oldest first. @throws while the log cannot be read */
  abstract since(position: string): Promise<readonly LoggedChange[]>;
}

/** The part of a bus that one server sees and publishes. */
export class ServerChanges implements ServerEventBus {
  constructor(
    private readonly bus: ChangeBus,
    private readonly server: string | undefined,
  ) {}

  publish(change: ServerEvent): void {
    const { server } = this;
    this.bus.publish(server === undefined ? change : { ...change, server });
  }

  subscribe(listener: (change: Change) => void): () => void {
    return this.bus.subscribe((change) => {
      if (change.server === this.server) listener(change);
    });
  }
}

/** For one process. The SDK has the same without a log, and takes 150 ms to load. */
export class LocalChangeBus extends ChangeBus {
  private readonly listeners = new Set<ChangeListener>();
  private readonly log: Change[] = [];
  private count = 0;

  publish(change: Change): void {
    this.count += 1;
    if (this.log.push(change) > MAX_LOGGED) this.log.shift();
    for (const listener of [...this.listeners]) listener(change, `${this.count}`);
  }

  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async tail(): Promise<string> {
    return `${this.count}`;
  }

  async since(position: string): Promise<readonly LoggedChange[]> {
    const first = this.count - this.log.length + 1;
    return this.log
      .map((change, index) => ({ change, position: `${first + index}` }))
      .filter((logged) => Number(logged.position) > Number(position));
  }
}
