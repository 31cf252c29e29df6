import type { ProcessOrder } from '@repo/scaling';
import { z } from 'zod';
import { orderRefusal, parseBody } from '../parse-body';
import { UnprocessableEntityException } from '@nestjs/common';

/** As for `DATABASE_POOL_SIZE`. */
const MAX_POOL_SIZE = 1_000;

const INTEGER = 'allowed: an integer';

export const processOrder = z.strictObject(
  {
    workers: z
      .int(INTEGER)
      .describe('At least 1; at most four for each processor, or WORKERS if that is more.'),
    poolSize: z
      .int(INTEGER)
      .optional()
      .describe(
        `Database connections of each worker, 1 to ${MAX_POOL_SIZE}. Default: as many as before.`,
      ),
  },
  'expected an object with `workers`',
);

/**
 * Reads the body of an order.
 *
 * @throws {BadRequestException} it is no order; `errors` names each fault
 * @throws {UnprocessableEntityException} it is one that cannot be kept, and why
 */
export function parseProcessOrder(body: unknown, maxWorkers: number): ProcessOrder {
  const order = parseBody(processOrder, body);
  const errors = [
    ...faultOutside('workers', order.workers, maxWorkers),
    ...faultOutside('poolSize', order.poolSize ?? 1, MAX_POOL_SIZE),
  ];
  if (order.workers === 0) {
    const detail = 'without one, nothing would be left to take the order for more';
    errors.push({ field: 'workers', detail });
  }
  if (errors.length === 0) return order;
  throw orderRefusal(errors, UnprocessableEntityException);
}

function faultOutside(field: string, value: number, max: number) {
  if (value >= 1 && value <= max) return [];
  return [{ field, detail: `found ${value}, allowed: 1 to ${max}` }];
}
