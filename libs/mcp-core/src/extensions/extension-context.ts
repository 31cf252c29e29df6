import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Client } from '../protocol/client';
import { declaredExtension } from '../protocol/declared-extension';
import type { Params } from '../protocol/json-rpc';
import type { McpRequest } from '../protocol/mcp-request';

/** The extension that a method belongs to. */
interface Owner {
  readonly id: string;
  readonly notifications: readonly string[];
}

/**
 * Sends the client a request, and waits for its result.
 *
 * @throws {Error} it answered with an error, went away, or `signal` was aborted
 */
export type AskClient = (method: string, params: Params, signal: AbortSignal) => Promise<Params>;

/** What the method of an extension knows of its request, and can do beside returning. */
export class ExtensionContext {
  constructor(
    private readonly request: McpRequest,
    private readonly extension: Owner,
  ) {}

  get client(): Client {
    return this.request.client;
  }

  /** The verified caller; undefined for an anonymous one. */
  get auth(): AuthInfo | undefined {
    return this.request.client.auth;
  }

  /** Aborted when the client cancels or disconnects, and when the host stops. */
  get signal(): AbortSignal {
    return this.request.channel.cancellation.signal;
  }

  /** What the client declares of this extension; undefined where it does not. */
  get declared(): Params | undefined {
    return declaredExtension(this.client, this.extension.id);
  }

  /**
   * Asks the client on the stream of this request; undefined where it cannot be asked: in the modern
   * era, and without a session.
   */
  get ask(): AskClient | undefined {
    const { channel } = this.request;
    return channel.sendRequest?.bind(channel);
  }

  /** Asks the client on the stream of its session, after this request as well; undefined without one. */
  get askAside(): AskClient | undefined {
    const { session } = this.request;
    return session?.ask.bind(session);
  }

  /**
   * Sends a notification that relates to this request, before its result.
   *
   * @throws {Error} the extension does not name it among its `notifications`
   */
  notify(method: string, params: Params): void {
    const { id, notifications } = this.extension;
    if (!notifications.includes(method)) {
      throw new Error(`${id} does not name ${method} among its notifications: add it there.`);
    }
    this.request.channel.notify(method, params);
  }
}
