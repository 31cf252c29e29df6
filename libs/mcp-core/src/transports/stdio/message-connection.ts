import type { AuthInfo } from '@modelcontextprotocol/server';
import { Cancellation } from '../../protocol/cancellation';
import type { HostedServer } from '../../hosted-server';
import { noBatch, readBatch } from '../../protocol/batch';
import type { ResponseChannel } from '../../protocol/mcp-request';
import { readModernClient, claimsModern, type Client } from '../../protocol/client';
import {
  errorFrame,
  notificationFrame,
  parseJson,
  readMessage,
  resultFrame,
  type JsonRpcMessage,
  type JsonRpcRequest,
  type Params,
} from '../../protocol/json-rpc';
import type { RequestId } from '../../protocol/request-id';
import { CancelledError, InvalidRequestError, ProtocolError } from '../../protocol/protocol.error';
import { BATCH_REVISION } from '../../protocol/revision';
import { LegacySession } from '../../sessions/legacy-session';
import { HostStopping, LISTEN, subscriptionOf } from '../../engine/listen';

/**
 * One client at the other end of a channel that carries whole messages both ways: stdio, or a pair
 * of functions in a test. A message that carries modern metadata is served by itself; `initialize`
 * opens the channel's one legacy session.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/stdio
 */
export class MessageConnection {
  private session?: LegacySession;
  private readonly calls = new Map<RequestId, Cancellation>();
  private readonly subscriptions = new Set<Cancellation>();
  private readonly running = new Set<Promise<void>>();
  private readonly unsubscribe: () => void;

  /** @param write takes one encoded message, without line breaks */
  constructor(
    private readonly server: HostedServer,
    private readonly write: (frame: string) => void,
    private readonly auth?: AuthInfo,
  ) {
    this.unsubscribe = server.changes.subscribe((change) => this.session?.notify(change));
  }

  /** Takes one message, or a batch where the session has those; never throws. */
  receive(text: string): void {
    const work = this.take(text).catch((error: unknown) => {
      const fault = error as ProtocolError;
      this.write(
        errorFrame(fault instanceof InvalidRequestError ? fault.requestId : undefined, fault),
      );
    });
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }

  /** The input has ended: rejects the requests to the client, and waits for the calls. */
  async end(): Promise<void> {
    this.unsubscribe();
    for (const cancellation of this.subscriptions) cancellation.cancel(new HostStopping());
    this.session?.requests.rejectAll(CLIENT_GONE);
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Cancels the calls: the client has disconnected. */
  cancel(): void {
    this.unsubscribe();
    for (const cancellation of this.calls.values()) cancellation.cancel(CLIENT_GONE);
    this.session?.requests.rejectAll(CLIENT_GONE);
  }

  private async take(text: string): Promise<void> {
    const body = parseJson(text);
    if (!Array.isArray(body)) return this.dispatch(readMessage(body), this.write);
    if (this.session?.protocolRevision !== BATCH_REVISION) throw noBatch();
    const answers: string[] = [];
    const messages = readBatch(body);
    await Promise.all(
      messages.map((message) => this.dispatch(message, (frame) => answers.push(frame))),
    );
    if (answers.length > 0) this.write(`[${answers.join(',')}]`);
  }

  private async dispatch(message: JsonRpcMessage, reply: (frame: string) => void): Promise<void> {
    switch (message.kind) {
      case 'response':
        this.session?.requests.settle(message);
        return;
      case 'notification':
        if (message.method === 'notifications/cancelled') {
          this.calls.get(message.params['requestId'] as RequestId)?.cancel(new CancelledError());
        }
        return this.session?.receive(message);
      case 'request':
        return this.serve(message, reply);
    }
  }

  private async serve(message: JsonRpcRequest, reply: (frame: string) => void): Promise<void> {
    const { id, method } = message;
    const cancellation = new Cancellation();
    const answer = (frame: string) => {
      if (!cancellation.isUnanswered) reply(frame);
    };
    const { engine } = this.server;
    try {
      let client = this.clientOf(message);
      if (client.era === 'modern' && method === LISTEN) {
        ({ message, client } = subscriptionOf(message, client, engine.subscriptions));
        this.subscriptions.add(cancellation);
      }
      const session = client.era === 'legacy' ? this.session : undefined;
      this.calls.set(id, cancellation);
      const channel = this.channel(id, cancellation, session);
      const result = await engine.handle({
        id,
        method,
        params: message.params,
        client,
        channel,
        session,
      });
      answer(resultFrame(id, result).toString());
    } catch (error) {
      answer(errorFrame(id, error as ProtocolError));
    } finally {
      if (this.calls.get(id) === cancellation) this.calls.delete(id);
      this.subscriptions.delete(cancellation);
    }
  }

  /** @throws {ProtocolError} the request is of neither era */
  private clientOf({ id, method, params }: JsonRpcRequest): Client {
    if (claimsModern(params)) return readModernClient(params, this.auth);
    if (method === 'initialize') {
      if (this.session !== undefined)
        throw new InvalidRequestError('This session is open already.', id);
      this.session = LegacySession.open('stdio', params, this.auth, this.server.name);
      this.session.sendFrame = this.write;
    }
    // Without a session the error names the metadata that a modern request needs.
    return this.session?.client(this.auth) ?? readModernClient(params, this.auth);
  }

  private channel(
    id: RequestId,
    cancellation: Cancellation,
    session: LegacySession | undefined,
  ): ResponseChannel {
    const notify = (method: string, params: Params) => {
      const isRunning = this.calls.get(id) === cancellation && cancellation.reason === undefined;
      if (isRunning) this.write(notificationFrame(method, params));
    };
    if (session === undefined) return { cancellation, notify };
    return {
      cancellation,
      notify,
      sendRequest: (method, params, signal) =>
        session.requests.send(this.write, method, params, signal),
    };
  }
}

const CLIENT_GONE = new CancelledError('The client has gone.');
