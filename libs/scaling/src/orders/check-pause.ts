import type { FieldFault } from '@repo/foundation';
import { localTime } from '../schedule/local-time';
import { TimeZone } from '../schedule/time-zone';
import { MAX_ORDER_MS } from './check-override';
import { OrderError } from './order.error';
import type { PauseOrder } from './order-schemas';
import { orderTimeText, readOrderTime } from './order-time';

/**
 * When a pause ends; none: not before it is resumed. All targets are paused by no slip, and not for
 * good. Pure.
 *
 * @param timeZone whose clock a time without an offset is of
 * @throws {OrderError}
 */
export function checkPause(
  { target, all, until }: PauseOrder,
  timeZone: string,
  now: number,
): number | undefined {
  const zone = TimeZone.named(timeZone);
  const end = until === undefined ? undefined : readOrderTime(until, zone, now);
  const faults: FieldFault[] = [];
  const say = (field: string, detail: string) => faults.push({ field, detail });
  if (target === undefined && all === undefined) {
    say('target', 'name one, or give "all": true with `until` to pause all targets');
  }
  if (target !== undefined && all !== undefined) say('all', 'give either a target or all of them');
  if (until === undefined) {
    if (all !== undefined) say('until', 'a pause of all targets needs an end');
  } else if (end === undefined) say('until', orderTimeText);
  else if (end <= now) say('until', `${localTime(end, zone)} is in the past`);
  else if (end > now + MAX_ORDER_MS) {
    say(
      'until',
      'at most 31 days ahead; what lasts longer is for the exclusions of the rules file',
    );
  }
  if (faults.length > 0) throw new OrderError('INVALID', faults);
  return end;
}
