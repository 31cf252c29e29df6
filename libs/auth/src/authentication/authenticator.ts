import type { IncomingHttpHeaders } from 'node:http';
import { AuthConfig } from '@acme/config';
import { Injectable } from '@nestjs/common';
import type { Caller } from './caller';
import { ApiKey } from './api-key';
import { presentedCredential } from './credentials';
import { UnauthenticatedError } from './unauthenticated.error';

/**
 * How an endpoint treats credentials.
 *
 * - `off`: looks at none; every caller is anonymous.
 * - `optional`: needs none, but refuses a wrong one: a client that believes to be signed in must not
 *   silently act as somebody else.
 * - `required`: refuses a request without one.
 */
export type AuthDemand = AuthConfig['mcpAuth'];

/** Tells who sends a request. */
@Injectable()
export class Authenticator {
  private readonly apiKey?: ApiKey;

  constructor({ apiKey }: AuthConfig) {
    if (apiKey !== undefined) this.apiKey = new ApiKey(apiKey);
  }

  /**
   * @returns the caller; undefined for an anonymous one
   * @throws {UnauthenticatedError} with status and headers of the answer
   */
  authenticate(headers: IncomingHttpHeaders, demand: AuthDemand): Caller | undefined {
    if (demand === 'off') return undefined;
    const credential = presentedCredential(headers);
    if (credential === undefined) {
      if (demand === 'required') throw UnauthenticatedError.missing();
      return undefined;
    }
    const caller = this.apiKey?.verify(credential);
    if (caller === undefined) throw UnauthenticatedError.invalid();
    return caller;
  }
}
