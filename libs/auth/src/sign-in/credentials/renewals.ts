import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { BoundedMap, Clock, detached, messageOf } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import type { Tokens } from '../providers/tokens';
import { CredentialStore, type CredentialKey, type KeptCredential } from './credential-store';
import { isFresh, isValid, keptTokens, type KeptTokens } from './kept-tokens';
import { ServiceFault } from './service-fault';

/** Milliseconds after which who renews is taken for dead. Longer than two requests may take. */
const LEASE_MS = 20_000;

/** Milliseconds that somebody waits for a renewal. */
const WAIT_MS = 30_000;
const POLL_MS = 50;

/** Milliseconds in which one that failed is not tried again by this replica, and how many are known. */
const PAUSE_MS = 5_000;
const MAX_FAILED = 10_000;

/** Tries to keep what a service has given: it may never give it again. */
const SAVES = 4;

/** How a credential becomes a good one, and how long it is then kept. */
export interface Renewal {
  /** @param former undefined where there are none yet @throws {ServiceFault} there are none */
  readonly obtain: (former: KeptTokens | undefined) => Promise<Tokens>;
  readonly days: number;
  /** Whether it is got where there is none. */
  readonly isMade?: boolean;
  /** It was renewed, or has ended since the service refused to, which says why. */
  readonly onEnd?: (end: 'renewed' | 'refused', why?: string) => void;
}

/**
 * Renews credentials, each once for all replicas: who has the lease of its row asks the service, all
 * others wait for what it puts there. A lease ends with its time, so that nobody waits for the dead.
 */
@Injectable()
export class Renewals {
  private readonly logger = new Logger('Credentials');
  private readonly running = new Map<string, Promise<KeptCredential | undefined>>();
  private readonly failed = new BoundedMap<string, { fault: ServiceFault; until: number }>(
    MAX_FAILED,
  );

  constructor(
    private readonly store: CredentialStore,
    private readonly clock: Clock,
  ) {}

  /**
   * One that is good now.
   *
   * @returns undefined where there is none, or none any more
   * @throws {ServiceFault} it cannot be renewed now
   */
  async good(key: CredentialKey, renewal: Renewal): Promise<KeptCredential | undefined> {
    let kept = await this.store.find(key);
    if (kept === undefined && renewal.isMade === true) {
      await this.store.reserve(key, renewal.days);
      kept = await this.store.find(key);
    }
    if (kept === undefined || this.isGood(kept)) return kept;
    // Sealed by a key that is not here: others may have it, so it stays until the person links again.
    if (kept.tokens === undefined && renewal.isMade !== true) return undefined;
    const name = JSON.stringify([key.personId, key.service]);
    const failure = this.failed.get(name);
    if (failure !== undefined && this.clock.now() < failure.until) {
      return this.orValid(kept, failure.fault);
    }
    let running = this.running.get(name);
    if (running === undefined) {
      // It is for all who wait, and no part of the call that happens to begin it.
      running = detached(() => this.renewed(key, renewal)).finally(() => this.running.delete(name));
      this.running.set(name, running);
    }
    try {
      return await running;
    } catch (error) {
      if (error instanceof ServiceFault) {
        this.failed.set(name, { fault: error, until: this.clock.now() + PAUSE_MS });
      }
      return this.orValid(kept, error as Error);
    }
  }

  private async renewed(key: CredentialKey, renewal: Renewal): Promise<KeptCredential | undefined> {
    const lease = randomUUID();
    // By the clock of the machine: it is people who wait.
    const until = performance.now() + WAIT_MS;
    for (;;) {
      const kept = await this.store.find(key);
      if (kept === undefined || this.isGood(kept)) return kept;
      if (kept.tokens === undefined && renewal.isMade !== true) return undefined;
      if (await this.store.lease(kept, lease, LEASE_MS)) {
        const end = await this.renew(kept, lease, renewal);
        if (end !== 'late') return end === 'ended' ? undefined : end;
      } else if (performance.now() > until) {
        throw new ServiceFault('away', 'another replica has not renewed it in time');
      }
      await wait(POLL_MS + Math.random() * POLL_MS);
    }
  }

  private async renew(
    kept: KeptCredential,
    lease: string,
    { obtain, days, onEnd }: Renewal,
  ): Promise<KeptCredential | 'ended' | 'late'> {
    let tokens: KeptTokens;
    try {
      tokens = keptTokens(await obtain(kept.tokens), this.clock.now(), kept.tokens);
    } catch (error) {
      if (error instanceof ServiceFault && error.reason === 'refused') {
        // Unless somebody else, who came late, has put a new one there.
        if (!(await this.store.end(kept))) return 'late';
        onEnd?.('refused', error.message);
        return 'ended';
      }
      await this.store.release(kept, lease);
      throw error;
    }
    const isKept = await this.keep(kept, tokens, days);
    if (!isKept) return 'late';
    onEnd?.('renewed');
    return { ...kept, tokens, version: kept.version + 1, isSealedAnew: true };
  }

  /** @returns whether it was still there to be renewed */
  private async keep(kept: KeptCredential, tokens: KeptTokens, days: number): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.store.renew(kept, tokens, days);
      } catch (error) {
        if (tries === SAVES) throw error;
        this.logger.warn(`A renewed credential is not kept yet: ${messageOf(error)}`);
        await wait(tries * 250);
      }
    }
  }

  private isGood({ tokens }: KeptCredential): boolean {
    return tokens !== undefined && isFresh(tokens, this.clock.now());
  }

  /** One that could not be renewed in time is good for what is left of its own. */
  private orValid(kept: KeptCredential, fault: Error): KeptCredential {
    if (kept.tokens !== undefined && isValid(kept.tokens, this.clock.now())) return kept;
    throw fault;
  }
}
