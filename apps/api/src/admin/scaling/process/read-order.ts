import type { ProcessOrder } from '@repo/scaling';
import { BadRequestException, UnprocessableEntityException } from '@nestjs/common';

/** As for `DATABASE_POOL_SIZE`. */
export const MAX_POOL_SIZE = 1_000;

const NAMES: readonly string[] = ['workers', 'poolSize'];

/**
 * Reads the body of an order.
 *
 * @throws {BadRequestException} it is no order; `errors` names each fault
 * @throws {UnprocessableEntityException} it is one that cannot be kept, and why
 */
export function readOrder(body: unknown, maxWorkers: number): ProcessOrder {
  const order = checkShape(body);
  const errors = [
    outside('workers', order.workers, maxWorkers),
    outside('poolSize', order.poolSize ?? 1, MAX_POOL_SIZE),
  ].filter((error) => error !== undefined);
  if (order.workers === 0) {
    errors.push('Without a worker nothing would be left to take the order for more: order 1.');
  }
  if (errors.length === 0) return order;
  throw new UnprocessableEntityException({ message: 'This size cannot be kept.', errors });
}

function checkShape(body: unknown): ProcessOrder {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const errors = Object.keys(fields)
    .filter((name) => !NAMES.includes(name))
    .map((name) => `${JSON.stringify(name.slice(0, 50))} is unknown, allowed: ${NAMES.join(', ')}`);
  const { workers, poolSize } = fields;
  if (!Number.isSafeInteger(workers)) errors.push('workers: allowed: an integer; it is required');
  if (poolSize !== undefined && !Number.isSafeInteger(poolSize)) {
    errors.push('poolSize: allowed: an integer, or nothing to leave it as it is');
  }
  if (errors.length > 0) throw new BadRequestException({ message: 'This is no order.', errors });
  return { workers: workers as number, poolSize: poolSize as number | undefined };
}

function outside(name: string, value: number, max: number): string | undefined {
  if (value >= 1 && value <= max) return undefined;
  return `${name}: found ${value}, allowed: 1 to ${max}`;
}
