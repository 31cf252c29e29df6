import type { ChangeBus } from '../subscriptions/change-bus';
import type { EventStore } from './event-store';
import type { Replicas } from './replicas';
import type { SessionDirectory } from './session-directory';

/**
 * Provide it in a global module to have several processes serve as one. Without it each keeps what it
 * knows in its memory.
 */
export abstract class SharedState {
  abstract readonly directory: SessionDirectory;
  abstract readonly events: EventStore;
  abstract readonly changes: ChangeBus;
  abstract readonly replicas: Replicas;
}
