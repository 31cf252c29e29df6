import { SignInConfig } from '@repo/config';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Caller } from '../authentication/caller';
import { Revocations } from '../authentication/revocations';
import { Records } from './server/records';

/** Milliseconds. Within 5 s the end of a grant must have come everywhere. */
const POLL_MS = 2_000;

/** Ends the access tokens of grants that ended: by sign-out, revocation, or a token that was used twice. */
@Injectable()
export class GrantRevocations
  extends Revocations
  implements OnApplicationBootstrap, OnModuleDestroy
{
  private ended: ReadonlySet<string> = new Set();
  private timer?: NodeJS.Timeout;
  private polling?: Promise<void>;

  constructor(
    private readonly records: Records,
    private readonly config: SignInConfig,
  ) {
    super();
  }

  /** Where nobody signs in there is nothing to ask for. */
  onApplicationBootstrap(): void {
    if (this.config.providers === undefined) return;
    this.timer = setInterval(() => void this.refresh(), POLL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.polling;
  }

  isRevoked({ extra }: Caller): boolean {
    if (this.ended.size === 0) return false;
    const { grant } = (extra?.['claims'] ?? {}) as { readonly grant?: unknown };
    return typeof grant === 'string' && this.ended.has(grant);
  }

  /** One at a time. While the database is away it goes on with what it knows. Never rejects. */
  refresh(): Promise<void> {
    this.polling ??= this.records
      .endedGrants()
      .then(
        (grants) => void (this.ended = new Set(grants)),
        () => undefined,
      )
      .finally(() => (this.polling = undefined));
    return this.polling;
  }
}
