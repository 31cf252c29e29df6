import type { IncomingHttpHeaders } from 'node:http';

/** The part of a request that tells who sends it. */
export interface CredentialedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly method?: string | undefined;
  /** Its target as it was sent; without it, the path of the endpoint. */
  readonly url?: string | undefined;
}
