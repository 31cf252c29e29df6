import type { AuthInfo, ClientCapabilities } from '@modelcontextprotocol/server';
import type { Cancellation } from '../engine/cancellation';
import type { SessionState } from '../engine/mcp-request';
import { isCapabilities, isImplementation, principalOf, type Client } from '../protocol/client';
import {
  describe,
  notificationFrame,
  requestFrame,
  type JsonRpcNotification,
  type JsonRpcResponse,
  type Params,
  type RequestId,
} from '../protocol/json-rpc';
import type { LogLevel } from '../protocol/log-level';
import { negotiate } from '../protocol/revision';
import { CancelledError, InvalidParamsError, quote } from '../protocol/protocol.error';
import type { Change } from '../subscriptions/change-bus';
import { noticeOf } from '../subscriptions/change-notice';
import type { SessionRecord } from './session-directory';

/** URIs one session may subscribe to: it bounds what a client makes the host remember. */
const MOST_SUBSCRIPTIONS = 1000;

/** Where the messages of a session go that answer no request of the client. */
export type Outlet = (frame: string) => void;

interface Waiting {
  resolve(result: Params): void;
  reject(error: Error): void;
}

/**
 * What a client of 2025-11-25 and older agreed with this host at `initialize`, and what is under
 * way between them. It knows no connection: a transport gives it an outlet and brings its messages.
 */
export class LegacySession implements SessionState {
  readonly principal: string;
  private readonly revision: string;
  private readonly capabilities: ClientCapabilities;
  private logLevel: LogLevel;
  private readonly subscriptions: Set<string>;
  private readonly calls = new Map<RequestId, Cancellation>();
  private readonly asked = new Map<RequestId, Waiting>();
  private lastAsked = 0;

  /** Tells whoever keeps the session's record that it has changed. */
  onChange: () => void = () => undefined;
  /** Takes what belongs to no request. */
  outlet: Outlet = () => undefined;

  constructor(private readonly record: SessionRecord) {
    this.principal = record.principal;
    this.revision = negotiate(record.initialize['protocolVersion']);
    this.capabilities = record.initialize['capabilities'] as ClientCapabilities;
    this.logLevel = record.logLevel;
    this.subscriptions = new Set(record.subscriptions);
  }

  /**
   * @param initialize the parameters of the client's `initialize`
   * @throws {InvalidParamsError} they are malformed
   */
  static open(id: string, initialize: Params, auth: AuthInfo | undefined): LegacySession {
    const { protocolVersion, capabilities, clientInfo } = initialize;
    if (typeof protocolVersion !== 'string') {
      throw new InvalidParamsError(
        `protocolVersion: found ${describe(protocolVersion)}, expected a string.`,
      );
    }
    if (!isCapabilities(capabilities)) {
      throw new InvalidParamsError(
        `capabilities: found ${describe(capabilities)}, expected an object of objects.`,
      );
    }
    if (!isImplementation(clientInfo)) {
      throw new InvalidParamsError(
        'clientInfo: expected an object with the strings "name" and "version".',
      );
    }
    const principal = principalOf(auth);
    return new LegacySession({ id, principal, initialize, logLevel: 'info', subscriptions: [] });
  }

  get id(): string {
    return this.record.id;
  }

  get protocolRevision(): string {
    return this.revision;
  }

  /** Whether something waits for this session's client or for its calls. */
  get isBusy(): boolean {
    return this.calls.size + this.asked.size > 0;
  }

  toRecord(): SessionRecord {
    const subscriptions = [...this.subscriptions];
    return { ...this.record, logLevel: this.logLevel, subscriptions };
  }

  client(auth: AuthInfo | undefined, address?: string): Client {
    const { revision, capabilities, logLevel } = this;
    const clientInfo = this.record.initialize['clientInfo'];
    const info = isImplementation(clientInfo) ? clientInfo : undefined;
    return { era: 'legacy', revision, info, capabilities, logLevel, auth, address };
  }

  setLogLevel(level: LogLevel): void {
    this.logLevel = level;
    this.onChange();
  }

  subscribe(uri: string): void {
    if (this.subscriptions.size >= MOST_SUBSCRIPTIONS && !this.subscriptions.has(uri)) {
      throw new InvalidParamsError(`A session has at most ${MOST_SUBSCRIPTIONS} subscriptions.`);
    }
    this.subscriptions.add(uri);
    this.onChange();
  }

  unsubscribe(uri: string): void {
    if (this.subscriptions.delete(uri)) this.onChange();
  }

  /** Sends the notice of a change, if the client wants it. */
  tell(change: Change): void {
    if (change.kind === 'resource_updated' && !this.subscriptions.has(change.uri)) return;
    const { method, params } = noticeOf(change);
    this.outlet(notificationFrame(method, params));
  }

  /** Remembers a running call, so that the client can cancel it by its id. */
  track(id: RequestId, cancellation: Cancellation): void {
    this.calls.set(id, cancellation);
  }

  untrack(id: RequestId, cancellation: Cancellation): void {
    if (this.calls.get(id) === cancellation) this.calls.delete(id);
  }

  /** Takes a notification of the client. One that means nothing here is ignored, as JSON-RPC asks. */
  receive({ method, params }: JsonRpcNotification): void {
    if (method !== 'notifications/cancelled') return;
    const reason = typeof params['reason'] === 'string' ? `: ${quote(params['reason'])}` : '';
    this.calls
      .get(params['requestId'] as RequestId)
      ?.cancel(new CancelledError(`Cancelled by the client${reason}`));
  }

  /** Sends the client a request, and waits for its answer. */
  ask(send: Outlet, method: string, params: Params, signal: AbortSignal): Promise<Params> {
    const id = `server-${++this.lastAsked}`;
    return new Promise<Params>((resolve, reject) => {
      const giveUp = () => {
        this.asked.delete(id);
        send(
          notificationFrame('notifications/cancelled', {
            requestId: id,
            reason: 'No longer needed',
          }),
        );
        reject(signal.reason as Error);
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      const settled = () => signal.removeEventListener('abort', giveUp);
      this.asked.set(id, {
        resolve: (result) => (settled(), resolve(result)),
        reject: (error) => (settled(), reject(error)),
      });
      send(requestFrame(id, method, params));
    });
  }

  /** Takes the client's answer to a request of ours. One that nobody waits for is ignored. */
  answer({ id, result, error }: JsonRpcResponse): void {
    const waiting = this.asked.get(id);
    if (waiting === undefined) return;
    this.asked.delete(id);
    if (result !== undefined) waiting.resolve(result);
    else waiting.reject(new ClientRefusal(error?.code ?? 0, error?.message ?? ''));
  }

  /** Nobody will answer any more; calls that do not wait for an answer may end. */
  abandon(reason: Error): void {
    for (const waiting of this.asked.values()) waiting.reject(reason);
    this.asked.clear();
  }

  /** Ends what is under way. */
  close(reason: Error = new CancelledError('The session has ended.')): void {
    for (const cancellation of this.calls.values()) cancellation.cancel(reason);
    this.calls.clear();
    this.abandon(reason);
  }
}

/** The client answered a request of ours with an error. */
export class ClientRefusal extends InvalidParamsError {
  constructor(code: number, message: string) {
    super(`The client refused: ${quote(message)} (${code})`);
  }
}
