import { BoundedMap, Clock } from '@repo/foundation';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { FixedKeySet } from '../../keys/fixed-key-set';
import type { KeySet } from '../../keys/key-set';
import { publicFetch } from '../../keys/public-fetch';
import { RemoteKeySet } from '../../keys/remote-key-set';
import type { StoredClientKeys } from '../storage/stored-client';

/** Addresses whose keys are remembered at a time. */
const MAX_ADDRESSES = 1_000;

/** What fetches the keys of clients, in place of `publicFetch`: specs have no public address. */
export const CLIENT_KEY_FETCH = Symbol('CLIENT_KEY_FETCH');

/** The public keys of clients: those that they were registered with, or those at their address. */
@Injectable()
export class ClientKeys {
  private readonly remote = new BoundedMap<string, RemoteKeySet>(MAX_ADDRESSES);

  constructor(
    private readonly clock: Clock,
    @Optional() @Inject(CLIENT_KEY_FETCH) private readonly fetch: typeof publicFetch = publicFetch,
  ) {}

  /** @returns undefined for a client that has none */
  of({ jwks, jwksUri }: StoredClientKeys): KeySet | undefined {
    if (jwksUri === null) return jwks === null ? undefined : new FixedKeySet(jwks);
    let keys = this.remote.get(jwksUri);
    if (keys === undefined) {
      const { clock, fetch } = this;
      keys = new RemoteKeySet({ issuer: jwksUri, jwksUrl: jwksUri, clock, fetch });
      this.remote.set(jwksUri, keys);
    }
    return keys;
  }
}
