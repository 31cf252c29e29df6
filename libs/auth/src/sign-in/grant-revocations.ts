import { SignInConfig } from '@repo/config';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Caller } from '../authentication/caller';
import { Revocations } from '../authentication/revocations';
import { UnverifiableError } from '../authentication/unverifiable.error';
import { Records } from './server/records';

/** Milliseconds. Within 5 s the end of a grant must have come everywhere. */
const POLL_MS = 2_000;

/** Ends the access tokens of grants that ended: by sign-out, revocation, or a token that was used twice. */
@Injectable()
export class GrantRevocations
  extends Revocations
  implements OnApplicationBootstrap, OnModuleDestroy
{
  /** Undefined before it was ever read. */
  private ended?: ReadonlySet<string>;
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
    if (!this.isOn) return;
    void this.refresh();
    this.timer = setInterval(() => void this.refresh(), POLL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.polling;
  }

  override whenKnown(caller: Caller): Promise<void> | undefined {
    const isUnknown = this.ended === undefined && this.isOn;
    return isUnknown && grantOf(caller) !== undefined ? this.refresh() : undefined;
  }

  /** @throws {UnverifiableError} nobody knows, since the database was away ever since the start */
  isRevoked(caller: Caller): boolean {
    if (this.ended?.size === 0 || !this.isOn) return false;
    const grant = grantOf(caller);
    if (grant === undefined) return false;
    if (this.ended === undefined) throw new UnverifiableError();
    return this.ended.has(grant);
  }

  private get isOn(): boolean {
    return this.config.providers !== undefined;
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

/** The digest of the grant that the token of a person was issued on. */
function grantOf({ extra }: Caller): string | undefined {
  const { grant } = (extra?.['claims'] ?? {}) as { readonly grant?: unknown };
  return typeof grant === 'string' ? grant : undefined;
}
