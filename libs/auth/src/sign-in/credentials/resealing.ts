import { messageOf } from '@repo/foundation';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Records } from '../server/records';
import { CredentialStore } from './credential-store';

/** Milliseconds between two runs. */
const RUN_MS = 600_000;

/**
 * Seals what former keys have sealed with the one that seals now, a few at a time, so that those can be
 * taken away; and deletes what has come to its end. Each replica does it, and none hinders another.
 */
@Injectable()
export class Resealing implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Credentials');
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;

  constructor(
    private readonly store: CredentialStore,
    private readonly records: Records,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), RUN_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One at a time. Never rejects. */
  run(): Promise<void> {
    this.running ??= this.work()
      .catch((error: unknown) => {
        this.logger.debug(`Credentials are sealed anew later: ${messageOf(error)}`);
      })
      .finally(() => (this.running = undefined));
    return this.running;
  }

  private async work(): Promise<void> {
    await this.store.sweep();
    const records = await this.records.reseal();
    let credentials = 0;
    let unopened = records.unopened;
    let last = { personId: '', service: '' };
    for (;;) {
      const former = await this.store.sealedBefore(last);
      if (former.length === 0) break;
      last = former.at(-1)!;
      for (const kept of former) {
        if (kept.tokens === undefined) unopened += 1;
        else if (await this.store.reseal(kept)) credentials += 1;
      }
    }
    const resealed = credentials + records.resealed;
    if (resealed > 0)
      this.logger.log(`${resealed} rows are sealed anew: none is sealed by a former key.`);
    if (unopened > 0) {
      this.logger.warn(
        `${unopened} rows are opened by no key of AUTH_SEALING_KEYS: their people sign in and link again.`,
      );
    }
  }
}
