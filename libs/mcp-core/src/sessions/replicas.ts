import type { ReplicaMessage } from './replica-message';

/**
 * The processes that serve the same sessions, this one among them. A message may be lost, so that
 * whoever sends one must be right without it a few seconds later.
 */
export abstract class Replicas {
  /** Of this process; another at each start. 16 hexadecimal digits. */
  abstract readonly id: string;
  /** @throws {SessionsUnavailableError} it cannot be sent now */
  abstract send(replica: string, message: ReplicaMessage): Promise<void>;
  /** Every other process. Does not throw. */
  abstract broadcast(message: ReplicaMessage): void;
  /** Calls back for each message to this process, in the order of their sending. */
  abstract onMessage(listener: (message: ReplicaMessage) => void): void;
  /** Whether this process lived a few seconds ago. @throws where it cannot be told now */
  abstract isAlive(replica: string): Promise<boolean>;
  /** Calls back when the others can be reached again, after they could not. */
  abstract onReturn(listener: () => void): void;
}

/** One process by itself. */
export class NoReplicas extends Replicas {
  readonly id = '0'.repeat(16);

  async send(): Promise<void> {
    // There is none.
  }

  broadcast(): void {
    // There is none.
  }

  onMessage(): void {
    // Nobody speaks.
  }

  async isAlive(): Promise<boolean> {
    return false;
  }

  onReturn(): void {
    // Nobody went.
  }
}
