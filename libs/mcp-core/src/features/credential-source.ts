import type { IncomingHttpHeaders } from 'node:http';
import type { ToolContext } from './tool-context';

/** A call whose method wants a credential of its caller. */
export interface CredentialDemand {
  /** A name of the configuration: `github`. */
  readonly service: string;
  /** One that the service has refused, though it should be good: not to be given again. */
  readonly refused?: string | undefined;
  /** Of the call: its caller, and how to ask the client for input. */
  readonly context: ToolContext;
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
