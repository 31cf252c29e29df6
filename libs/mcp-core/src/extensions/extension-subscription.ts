import type { ExtensionContext } from './extension-context';

/** What is honored of a subscription. */
export interface OpenedSubscription<T> {
  /** What the client is told that it will hear of; undefined for nothing. */
  readonly acknowledged: T | undefined;

  /**
   * Called once the client has been told. Notices go to the context, until then and the end alone.
   *
   * @returns what ends them
   */
  start(): () => void;
}

/** What an extension adds to the filter of `subscriptions/listen`. Clients must declare it (-32021). */
export interface ExtensionSubscription<T = unknown> {
  /** In `notifications`; `taskIds` for one. */
  readonly key: string;

  /**
   * What is kept of the value that a client sent, while the subscription lasts, which may be days.
   *
   * @throws {ProtocolError} it is malformed, or too large
   */
  read(value: unknown): T;

  /** @throws {ProtocolError} */
  open(wanted: T, context: ExtensionContext): Promise<OpenedSubscription<T>>;
}
