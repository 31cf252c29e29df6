import type { AuthInfo, ClientCapabilities } from '@modelcontextprotocol/server';
import type { Cancellation } from '../protocol/cancellation';
import type { SessionState } from '../protocol/mcp-request';
import { isImplementation, principalOf, type Client } from '../protocol/client';
import { notificationFrame, type JsonRpcNotification, type Params } from '../protocol/json-rpc';
import { isRequestId, type RequestId } from '../protocol/request-id';
import type { LogLevel } from '../protocol/log-level';
import { negotiate } from '../protocol/revision';
import { quote } from '@repo/foundation';
import { CancelledError } from '../protocol/protocol.error';
import type { Change } from '../subscriptions/change-bus';
import { notificationOf } from '../subscriptions/change-notification';
import { checkSubscribedUris } from '../subscriptions/subscribed-uris';
import { ClientRequests, type SendFrame } from './client-requests';
import { readInitialize } from './initialize-params';
import type { SessionRecord, SessionUpdate } from './session-directory';

/**
 * What a client of 2025-11-25 and older negotiated with this host at `initialize`, and their
 * requests in flight. It knows no connection: the transport sets `sendFrame` and passes messages in.
 */
export class LegacySession implements SessionState {
  readonly principal: string;
  /** From this host to the client. */
  readonly requests: ClientRequests;
  private readonly revision: string;
  private readonly capabilities: ClientCapabilities;
  private logLevel: LogLevel;
  /** Whether each is notified, by URI. */
  private subscriptions: Map<string, boolean>;
  private readonly calls = new Map<RequestId, Cancellation>();
  private updates = 0;

  /** Stores what the client has changed. */
  onUpdate: (update: SessionUpdate) => Promise<void> = () => Promise.resolve();
  /** Sends messages that belong to no request. */
  sendFrame: SendFrame = () => undefined;

  /** @param requestIdPrefix see `ClientRequests` */
  constructor(
    private readonly record: SessionRecord,
    requestIdPrefix = 'server',
  ) {
    this.requests = new ClientRequests(requestIdPrefix);
    this.principal = record.principal;
    this.revision = negotiate(record.initialize['protocolVersion']);
    this.capabilities = record.initialize['capabilities'] as ClientCapabilities;
    this.logLevel = record.logLevel;
    this.subscriptions = subscriptionsOf(record);
  }

  /**
   * @param initialize the parameters of the client's `initialize`
   * @param server the name of the server; undefined for the main one
   * @param requestIdPrefix see `ClientRequests`
   * @throws {InvalidParamsError} they are malformed, or too large to be kept
   */
  static open(
    id: string,
    initialize: Params,
    auth: AuthInfo | undefined,
    server?: string,
    requestIdPrefix?: string,
  ): LegacySession {
    const principal = principalOf(auth);
    const logLevel = 'info' as const;
    const kept = readInitialize(initialize);
    const record = {
      id,
      server,
      principal,
      initialize: kept,
      logLevel,
      subscriptions: [],
      muted: [],
    };
    return new LegacySession(record, requestIdPrefix);
  }

  get id(): string {
    return this.record.id;
  }

  /** Whether it is this principal's, and of this server. */
  isOf(principal: string, server: string | undefined): boolean {
    return this.principal === principal && this.record.server === server;
  }

  get traceparent(): string | undefined {
    return this.record.initialize['traceparent'] as string | undefined;
  }

  get protocolRevision(): string {
    return this.revision;
  }

  /** Whether a call runs or a request to the client is open. */
  get isBusy(): boolean {
    return this.calls.size + this.requests.size > 0;
  }

  toRecord(): SessionRecord {
    const subscriptions = [...this.subscriptions.keys()];
    const muted = subscriptions.filter((uri) => this.subscriptions.get(uri) === false);
    return { ...this.record, logLevel: this.logLevel, subscriptions, muted };
  }

  client(auth: AuthInfo | undefined, address?: string): Client {
    const { revision, capabilities, logLevel } = this;
    const clientInfo = this.record.initialize['clientInfo'];
    const info = isImplementation(clientInfo) ? clientInfo : undefined;
    return { era: 'legacy', revision, info, capabilities, logLevel, auth, address };
  }

  /** The number of changes so far, here or elsewhere. */
  get version(): number {
    return this.updates;
  }

  setLogLevel(logLevel: LogLevel): Promise<void> {
    return this.change({ logLevel });
  }

  subscribe(uri: string, isMuted = false): Promise<void> {
    if (!this.subscriptions.has(uri)) checkSubscribedUris([...this.subscriptions.keys(), uri]);
    return this.change({ subscribe: uri, isMuted });
  }

  unsubscribe(uri: string): Promise<void> {
    return this.change({ unsubscribe: uri });
  }

  ask(method: string, params: Params, signal: AbortSignal): Promise<Params> {
    return this.requests.send((frame) => this.sendFrame(frame), method, params, signal);
  }

  /** Applies a change that the client made by another process. */
  apply(update: SessionUpdate): void {
    this.updates += 1;
    if ('logLevel' in update) this.logLevel = update.logLevel;
    else if ('subscribe' in update) this.subscriptions.set(update.subscribe, !update.isMuted);
    else this.subscriptions.delete(update.unsubscribe);
  }

  /** Applies the record that the directory has. */
  refresh(record: SessionRecord): void {
    this.logLevel = record.logLevel;
    this.subscriptions = subscriptionsOf(record);
  }

  /** Sends the notification of a change, if the client wants it. */
  notify(change: Change): void {
    if (!this.wants(change)) return;
    const { method, params } = notificationOf(change);
    this.sendFrame(notificationFrame(method, params));
  }

  /** Whether the client wants the notification of a change. */
  wants(change: Change): boolean {
    if (change.server !== this.record.server) return false;
    return change.kind !== 'resource_updated' || this.subscriptions.get(change.uri) === true;
  }

  /** Registers a running call, so that the client can cancel it by its id. */
  track(id: RequestId, cancellation: Cancellation): void {
    this.calls.set(id, cancellation);
  }

  untrack(id: RequestId, cancellation: Cancellation): void {
    if (this.calls.get(id) === cancellation) this.calls.delete(id);
  }

  /** Takes a notification of the client; unknown ones are ignored, as JSON-RPC requires. */
  receive(notification: JsonRpcNotification): void {
    const cancelled = readCancelled(notification);
    if (cancelled !== undefined) this.cancel(cancelled.requestId, cancelled.reason);
  }

  /** @returns whether that call runs in this process */
  cancel(requestId: RequestId, reason?: string): boolean {
    const call = this.calls.get(requestId);
    const why = reason === undefined ? '' : `: ${quote(reason)}`;
    call?.cancel(new CancelledError(`Cancelled by the client${why}`));
    return call !== undefined;
  }

  /** Cancels the calls, and rejects the open requests. */
  close(reason: Error = new CancelledError('The session has ended.')): void {
    for (const cancellation of this.calls.values()) cancellation.cancel(reason);
    this.calls.clear();
    this.requests.rejectAll(reason);
  }

  private change(update: SessionUpdate): Promise<void> {
    this.apply(update);
    return this.onUpdate(update);
  }
}

/** @returns undefined for any other notification */
export function readCancelled({
  method,
  params: { requestId, reason },
}: JsonRpcNotification): { requestId: RequestId; reason?: string } | undefined {
  if (method !== 'notifications/cancelled' || !isRequestId(requestId)) return undefined;
  return { requestId, reason: typeof reason === 'string' ? reason.slice(0, 1_000) : undefined };
}

function subscriptionsOf({ subscriptions, muted }: SessionRecord): Map<string, boolean> {
  const silent = new Set(muted);
  return new Map(subscriptions.map((uri) => [uri, !silent.has(uri)]));
}
