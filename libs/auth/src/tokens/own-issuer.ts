import { AuthConfig } from '@repo/config';
import { Injectable } from '@nestjs/common';
import { OwnKeys } from '../keys/own-keys';
import { PublicUrl } from '../resource/public-url';
import { OWN_READING, type TrustedIssuer } from './trusted-issuer';

/** This server as the issuer of tokens; its name is its public URL. */
@Injectable()
export class OwnIssuer implements TrustedIssuer {
  readonly reading = OWN_READING;
  readonly keys: OwnKeys;

  constructor(
    private readonly auth: AuthConfig,
    private readonly url: PublicUrl,
  ) {
    this.keys = new OwnKeys(auth);
  }

  get issuer(): string {
    return this.url.origin;
  }

  /** Whether it signs tokens, and takes its own. */
  get isActive(): boolean {
    return this.keys.signing !== undefined;
  }

  /** Whether its tokens outlive a restart: the key was not made up at this one. */
  get isLasting(): boolean {
    return !this.auth.jwtSecretGenerated || this.auth.privateKeys.length > 0;
  }
}
