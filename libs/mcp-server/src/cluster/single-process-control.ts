import type { Config } from '@repo/config';
import type { ProcessOrder, ProcessSize } from '@repo/scaling';
import { maxWorkers } from './max-workers';
import { ProcessControl } from './process-control';

/** What a process that serves alone does with orders. */
export interface SingleProcessOrders {
  /** Called for more than one worker, when this process is to become their primary. */
  readonly promote: (order: Required<ProcessOrder>) => void;
  readonly resizePool: (max: number) => Promise<void>;
}

/** The control of a process that serves alone. */
export class SingleProcessControl extends ProcessControl {
  readonly maxWorkers: number;
  private desired = 1;
  private poolSize: number;
  private readonly orders: Partial<SingleProcessOrders>;

  /** @param orders without `promote`, as in a host that cannot start itself again, it stays alone */
  constructor({ server, database }: Config, orders: Partial<SingleProcessOrders> = {}) {
    super();
    this.orders = orders;
    this.maxWorkers = orders.promote === undefined ? 1 : maxWorkers(server);
    this.poolSize = database.poolSize;
  }

  get size(): ProcessSize {
    const { desired, poolSize } = this;
    return { workers: { desired, ready: 1 }, poolSize };
  }

  async order({ workers, poolSize = this.poolSize }: ProcessOrder): Promise<ProcessSize> {
    if (this.desired > 1 && workers !== this.desired) throw new Error('It is being promoted.');
    if (this.desired > 1) return this.size;
    this.poolSize = poolSize;
    this.desired = workers;
    if (workers > 1) this.orders.promote?.({ workers, poolSize });
    else await this.orders.resizePool?.(poolSize);
    return this.size;
  }
}
