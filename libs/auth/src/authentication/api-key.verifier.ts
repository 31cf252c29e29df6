import { hash, timingSafeEqual } from 'node:crypto';
import { AuthConfig } from '@repo/config';
import { Injectable } from '@nestjs/common';
import { frozenCaller, type Caller } from './caller';
import { CredentialVerifier, VerifierOrder } from './credential-verifier';

const HOLDER = frozenCaller({ clientId: 'api-key', scopes: ['*'] });

/** The static key with all scopes, `API_KEY`. Only its digest is kept. */
@Injectable()
export class ApiKeyVerifier extends CredentialVerifier {
  readonly order = VerifierOrder.staticKey;
  private readonly digest?: Buffer;

  constructor({ apiKey }: AuthConfig) {
    super();
    if (apiKey !== undefined) this.digest = sha256(apiKey);
  }

  /** Takes the same time wherever the two differ: digests have one length and no common prefix. */
  verify(presented: string): Caller | undefined {
    if (this.digest === undefined) return undefined;
    return timingSafeEqual(sha256(presented), this.digest) ? HOLDER : undefined;
  }
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
