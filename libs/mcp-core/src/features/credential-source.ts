import type { IncomingHttpHeaders } from 'node:http';
import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Client } from '../protocol/client';
import type { InputAnswers, InputRequests } from './input-request';

/** What a source sees of a call, of its `ToolContext`. */
interface DemandingCall {
  /** The verified caller; undefined for an anonymous one. */
  readonly auth: AuthInfo | undefined;
  readonly client: Client;
  readonly signal: AbortSignal;
  requestInput<R extends InputRequests>(requests: R): Promise<InputAnswers<R>>;
}

/** A call whose method wants a credential of its caller. */
export interface CredentialDemand {
  /** A name of the configuration: `github`. */
  readonly service: string;
  /** One that the service has refused, though it should be good: not to be given again. */
  readonly refused?: string | undefined;
  /** Its caller, and how to ask the client for input. */
  readonly context: DemandingCall;
  /** Of the HTTP request, credentials among them; none over stdio. Nothing of them may be kept. */
  readonly headers: IncomingHttpHeaders;
}

/**
 * Gives access tokens of callers for other services. A provider of the application that extends this
 * class is found at start; without one there are none.
 *
 * What it gives is for this caller alone. It must not give anything to a caller who is not signed in,
 * and must not log what it gives.
 */
export abstract class CredentialSource {
  /**
   * @throws {ToolError} this caller has none, and what can be done about it
   * @throws {Error} there is no such service
   */
  abstract credential(demand: CredentialDemand): Promise<string>;
}
