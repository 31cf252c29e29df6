import { z } from 'zod';

/**
 * What an api on one machine must offer at the `url` of its target, so that it can be scaled:
 *
 * - `GET` answers 200 with a `ProcessSize`.
 * - `PUT` of a `ProcessOrder` answers 200, or 202 where it is not done yet, with a `ProcessSize`
 *   whose `workers.desired` is the order's. The order holds until the next one; the same order
 *   again changes nothing. The api starts or drains worker processes one at a time, those that
 *   serve finish what they have, and each worker resizes its own pool.
 * - An order that cannot be kept (no workers, more than the machine may have) is 400 or 422.
 * - Errors are `application/problem+json`; the bearer token needs the scope `scaling:write`.
 */
export const processSize = z.object({
  workers: z.object({ desired: z.int().min(0), ready: z.int().min(0) }),
  /** Database connections of each worker; none where the api has no database. */
  poolSize: z.int().min(0).optional(),
});
export type ProcessSize = z.output<typeof processSize>;

export interface ProcessOrder {
  readonly workers: number;
  readonly poolSize?: number | undefined;
}
