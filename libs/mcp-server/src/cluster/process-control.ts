import type { ProcessOrder, ProcessSize } from '@repo/scaling';

/** How many processes serve this api, and how to change that. */
export abstract class ProcessControl {
  /** Workers at most. */
  abstract readonly maxWorkers: number;
  /** As far as this process knows now. */
  abstract readonly size: ProcessSize;

  /**
   * Begins to carry out an order, which holds until the next one.
   *
   * @param order one that can be kept: see `readOrder`
   * @returns the size with the order's number of workers, of which some may not be ready yet
   * @throws when the primary does not answer
   */
  abstract order(order: ProcessOrder): Promise<ProcessSize>;
}
