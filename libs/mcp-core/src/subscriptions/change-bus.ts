import type { ServerEvent, ServerEventBus } from '@modelcontextprotocol/server';

export type Change = ServerEvent;

/**
 * Carries change notices from whoever causes them to every open stream: the SDK's seam, which an
 * implementation over Redis fills as well. `publish` must not throw, and need not wait.
 */
export abstract class ChangeBus implements ServerEventBus {
  abstract publish(change: Change): void;
  /** @returns a function that ends the subscription; calling it again does nothing. */
  abstract subscribe(listener: (change: Change) => void): () => void;
}

/** For one process. The SDK has the same, and takes 150 ms to load. */
export class LocalChangeBus extends ChangeBus {
  private readonly listeners = new Set<(change: Change) => void>();

  publish(change: Change): void {
    for (const listener of [...this.listeners]) listener(change);
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
