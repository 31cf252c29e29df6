import { Tables } from '@repo/database';
import { Clock } from '@repo/foundation';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { monthAfter, monthOf } from './month';
import { addPartition } from './partition-statements';

/** Milliseconds. Partitions are made a month ahead: hundreds of rounds may fail before it matters. */
const ROUND_MS = 3_600_000;

/**
 * Sees to it that there are partitions for this month and the next. Every process that records does
 * so, with a worker beside it or without: what must be is compared with what is, so that two who do
 * it at once do no harm.
 */
@Injectable()
export class PartitionKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Audit');
  private timer?: NodeJS.Timeout;
  private underWay?: Promise<void>;

  constructor(
    private readonly tables: Tables,
    private readonly clock: Clock,
  ) {}

  /** The start does not wait: whoever writes adds what it needs itself. */
  onApplicationBootstrap(): void {
    const round = () => (this.underWay = this.round());
    void round();
    this.timer = setInterval(() => void round(), ROUND_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }

  async keep(): Promise<void> {
    const month = monthOf(this.clock.now());
    for (const needed of [month, monthAfter(month)]) {
      await this.tables.query(addPartition(needed));
    }
  }

  private async round(): Promise<void> {
    try {
      await this.keep();
    } catch (error) {
      this.logger.warn(`Partitions of the audit trail: ${(error as Error).message}`);
    }
  }
}
