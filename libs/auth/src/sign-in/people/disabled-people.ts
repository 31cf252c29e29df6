import { SignInConfig } from '@repo/config';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Caller } from '../../authentication/caller';
import { Revocations } from '../../authentication/revocations';
import { OwnIssuer } from '../../tokens/own-issuer';
import { People } from './people';

/** Milliseconds. Within 5 s it must have come everywhere. */
const POLL_MS = 2_000;

/** Ends all tokens that this server has issued for people who are disabled since, whatever for. */
@Injectable()
export class DisabledPeople extends Revocations implements OnApplicationBootstrap, OnModuleDestroy {
  private disabled: ReadonlySet<string> = new Set();
  private timer?: NodeJS.Timeout;
  private polling?: Promise<void>;

  constructor(
    private readonly people: People,
    private readonly issuer: OwnIssuer,
    private readonly config: SignInConfig,
  ) {
    super();
  }

  /** Where nobody signs in there is nobody. */
  onApplicationBootstrap(): void {
    if (this.config.providers === undefined) return;
    void this.refresh();
    this.timer = setInterval(() => void this.refresh(), POLL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.polling;
  }

  isRevoked({ extra }: Caller): boolean {
    if (this.disabled.size === 0 || extra?.['issuer'] !== this.issuer.issuer) return false;
    return this.disabled.has(String(extra['subject']));
  }

  /** One at a time. While the database is away it goes on with what it knows. Never rejects. */
  private refresh(): Promise<void> {
    this.polling ??= this.people
      .disabled()
      .then(
        (ids) => void (this.disabled = new Set(ids)),
        () => undefined,
      )
      .finally(() => (this.polling = undefined));
    return this.polling;
  }
}
