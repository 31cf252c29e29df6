import { IdentityProviderConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { RemoteKeySet } from '../keys/remote-key-set';
import { OwnIssuer } from './own-issuer';
import type { TrustedIssuer } from './trusted-issuer';

/** The issuers whose tokens are taken: the identity provider, and this server. */
@Injectable()
export class IssuerRegistry {
  private readonly provider?: TrustedIssuer & { readonly keys: RemoteKeySet };

  constructor(
    config: IdentityProviderConfig,
    private readonly own: OwnIssuer,
    clock: Clock,
  ) {
    const { issuer, jwksUrl } = config;
    if (issuer === undefined) return;
    const keys = new RemoteKeySet({ issuer, jwksUrl, clock });
    this.provider = { issuer, keys, reading: { ...config, grantsAll: false } };
  }

  find(issuer: unknown): TrustedIssuer | undefined {
    if (this.provider !== undefined && this.provider.issuer === issuer) return this.provider;
    return this.own.isActive && this.own.issuer === issuer ? this.own : undefined;
  }

  /** Where clients may sign in, the first choice first (RFC 9728, `authorization_servers`). */
  get signIn(): readonly string[] {
    const own = this.own.isActive && (this.own.isLasting || this.provider === undefined);
    return [...(this.provider ? [this.provider.issuer] : []), ...(own ? [this.own.issuer] : [])];
  }

  /** Of the provider's keys, in milliseconds since 1970, -Infinity for never; undefined without a provider. */
  get keyTimes(): RemoteKeySet['times'] | undefined {
    return this.provider?.keys.times;
  }

  /** Gets the provider's keys before the first caller needs them. */
  warmUp(): void {
    void this.provider?.keys.fetchAgain();
  }
}
