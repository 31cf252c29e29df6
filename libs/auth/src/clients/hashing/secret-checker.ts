import { hash as digestOf } from 'node:crypto';
import { BoundedMap } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { DUMMY_HASH, verifying } from './argon2';
import { Argon2Threads } from './argon2-threads';

const MAX_MATCHING = 10_000;
/** Fewer: anybody can make these up. */
const MAX_WRONG = 1_000;

/**
 * Tells whether a secret is the one of a hash. Whether it is never changes, so it is remembered: by
 * the digest of the secret, never the secret itself. Who asks for the same at the same time shares
 * one run of Argon2.
 */
@Injectable()
export class SecretChecker {
  /** Hashes by the digest of the secret. */
  private readonly matching = new BoundedMap<string, string>(MAX_MATCHING);
  private readonly wrong = new BoundedMap<string, string>(MAX_WRONG);
  private readonly inFlight = new Map<string, Promise<boolean>>();

  constructor(private readonly threads: Argon2Threads) {}

  /**
   * @param hash a PHC string; undefined for an id that nobody has, which costs the same work
   * @throws {UnverifiableError} too many wait to be checked
   */
  async matches(secret: string, hash = DUMMY_HASH): Promise<boolean> {
    const digest = digestOf('sha256', secret, 'base64');
    if (this.matching.get(digest) === hash) return true;
    if (this.wrong.get(digest) === hash) return false;
    const key = digest + hash;
    let check = this.inFlight.get(key);
    if (check === undefined) {
      check = this.check(secret, digest, hash).finally(() => this.inFlight.delete(key));
      this.inFlight.set(key, check);
    }
    return check;
  }

  private async check(secret: string, digest: string, hash: string): Promise<boolean> {
    const isMatch = (await this.threads.run(verifying(secret, hash))) === true;
    (isMatch ? this.matching : this.wrong).set(digest, hash);
    return isMatch;
  }
}
