import type { JsonRpcNotification, JsonRpcResponse } from '../protocol/json-rpc';
import { readCancelled, type LegacySession } from './legacy-session';
import type { LiveSession } from './live-session';
import type { ReplicaMessage } from './replica-message';
import type { Replicas } from './replicas';

/** The id of a request to a client: the process that waits for the answer, and what makes it unique. */
const ASKED = /^([0-9a-f]{16})\.[0-9a-f-]{36}$/;

/**
 * Brings what a client says to the process that it is for: a client answers and cancels over any
 * connection, and a balancer sends that anywhere.
 */
export class SessionRelay {
  constructor(
    private readonly replicas: Replicas,
    private readonly find: (id: string) => LiveSession | undefined,
    /** The session was ended elsewhere. */
    private readonly end: (id: string) => void,
  ) {
    replicas.onMessage((message) => this.take(message));
  }

  /** @throws {SessionsUnavailableError} it is for another process, which cannot be reached now */
  async receive(
    session: LegacySession,
    message: JsonRpcNotification | JsonRpcResponse,
  ): Promise<void> {
    const { id, principal } = session;
    if (message.kind === 'response') {
      if (session.requests.answer(message)) return;
      const replica = ASKED.exec(String(message.id))?.[1];
      if (replica === undefined || replica === this.replicas.id) return;
      const answer = { kind: 'answer', session: id, principal, response: message } as const;
      return this.replicas.send(replica, answer);
    }
    const cancelled = readCancelled(message);
    if (cancelled === undefined || session.cancel(cancelled.requestId, cancelled.reason)) return;
    this.replicas.broadcast({ kind: 'cancel', session: id, principal, ...cancelled });
  }

  private take(message: ReplicaMessage): void {
    const live = this.find(message.session);
    if (live === undefined) return;
    const { session, streams } = live;
    switch (message.kind) {
      case 'answer':
        if (message.principal === session.principal) session.requests.answer(message.response);
        return;
      case 'cancel':
        if (message.principal !== session.principal) return;
        session.cancel(message.requestId, message.reason);
        return;
      case 'update':
        return session.apply(message.update);
      case 'ended':
        return this.end(message.session);
      case 'released':
        return streams.released(message.stream);
      case 'events':
        return; // the event store listens itself
    }
  }
}
