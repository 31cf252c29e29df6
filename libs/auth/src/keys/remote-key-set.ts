import { type Clock, quote } from '@repo/foundation';
import { Logger } from '@nestjs/common';
import { UnverifiableError } from '../authentication/unverifiable.error';
import { fetchJson, type Fetch, type FetchLimits } from './fetch-json';
import { findJwksUrl } from './issuer-metadata';
import { keysIn } from './fixed-key-set';
import { pick, type KeySet } from './key-set';
import type { Algorithm, VerificationKey } from './verification-key';

/** Milliseconds after which the keys are got again, while the old ones go on. */
const MAX_AGE_MS = 10 * 60_000;
/** Milliseconds between two fetches: made-up key ids must not cause a fetch each. */
const MIN_FETCH_INTERVAL_MS = 60_000;
/** The same, as long as there are no keys at all. */
const MIN_FIRST_FETCH_INTERVAL_MS = 5_000;

export interface RemoteKeySetOptions {
  readonly issuer: string;
  /** Where the keys are; without it the issuer's metadata says. */
  readonly jwksUrl: string | undefined;
  readonly clock: Clock;
  readonly limits?: FetchLimits;
  /** What asks for the keys. */
  readonly fetch?: Fetch;
}

const LIMITS: FetchLimits = { timeoutMs: 5_000, maxBytes: 64 * 1024 };

/**
 * The keys that an identity provider publishes. No request waits for a provider that is slow or down,
 * but for those that bring a key id never seen before.
 */
export class RemoteKeySet implements KeySet {
  private readonly logger = new Logger('IdentityProvider');
  private keys?: readonly VerificationKey[];
  private document = '';
  private fetchedAt = -Infinity;
  private triedAt = -Infinity;
  private running?: Promise<void>;
  revision = 0;

  constructor(private readonly options: RemoteKeySetOptions) {}

  find(id: string | undefined, algorithm: Algorithm) {
    const known = this.known(id, algorithm);
    if (known !== undefined) {
      if (this.isOld(this.fetchedAt, MAX_AGE_MS)) void this.fetchAgain();
      return known;
    }
    return this.fetchAgain().then(() => {
      if (this.keys === undefined) throw new UnverifiableError();
      return this.known(id, algorithm);
    });
  }

  /** When they were got last and when that was tried last, in milliseconds since 1970; -Infinity for never. */
  get times(): { readonly fetchedAt: number; readonly triedAt: number } {
    return { fetchedAt: this.fetchedAt, triedAt: this.triedAt };
  }

  /** Gets the keys, if they were not just got; never rejects. */
  fetchAgain(): Promise<void> {
    const pause = this.keys === undefined ? MIN_FIRST_FETCH_INTERVAL_MS : MIN_FETCH_INTERVAL_MS;
    if (this.running === undefined && this.isOld(this.triedAt, pause)) {
      this.triedAt = this.options.clock.now();
      this.running = this.fetch().finally(() => (this.running = undefined));
    }
    return this.running ?? Promise.resolve();
  }

  private known(id: string | undefined, algorithm: Algorithm): VerificationKey | undefined {
    return this.keys && pick(this.keys, id, algorithm);
  }

  private isOld(at: number, ageMs: number): boolean {
    return this.options.clock.now() - at >= ageMs;
  }

  private async fetch(): Promise<void> {
    const { issuer, jwksUrl, limits = LIMITS, fetch } = this.options;
    try {
      const url = jwksUrl ?? (await findJwksUrl(issuer, limits));
      this.take(await fetchJson(url, limits, fetch));
      this.fetchedAt = this.options.clock.now();
    } catch (error) {
      const left = this.keys === undefined ? 'tokens cannot be checked' : 'the old ones go on';
      this.logger.warn(
        `The keys of ${issuer} could not be got, ${left}: ${quote(reasonOf(error))}`,
      );
    }
  }

  /** The key objects stay while the document says the same: with them, what they have verified. */
  private take(jwks: unknown): void {
    const keys = keysIn(jwks);
    if (keys === undefined) throw new Error('it is no JWK set');
    const document = JSON.stringify(jwks);
    if (document === this.document) return;
    this.keys = keys;
    this.document = document;
    this.revision += 1;
  }
}

/** `fetch` says only that it failed; why stands in the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const why = cause?.code ?? cause?.message;
  return why === undefined ? message : `${message}: ${why}`;
}
