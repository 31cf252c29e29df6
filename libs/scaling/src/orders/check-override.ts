import type { FieldFault } from '@repo/foundation';
import { impossibleSize } from '../rules/impossible-size';
import { type Override, sizeAbove } from '../schedule/override';
import { localTime } from '../schedule/local-time';
import { TimeZone } from '../schedule/time-zone';
import type { StoredStatus } from '../storage/status-store';
import { OrderError } from './order.error';
import type { OverrideOrder } from './order-schemas';
import { orderTimeText, readOrderTime } from './order-time';

/** Milliseconds: what lasts longer belongs in the rules file, where it is reviewed. */
export const MAX_ORDER_MS = 31 * 86_400_000;

/**
 * Makes an override of an order. Pure.
 *
 * @throws {OrderError} naming each field that makes no sense
 */
export function checkOverride(order: OverrideOrder, status: StoredStatus, now: number): Override {
  const zone = TimeZone.named(status.rules.timeZone);
  const from = order.from === undefined ? now : readOrderTime(order.from, zone, now);
  // "From 20:00 until 22:00", said at 21:00, is tomorrow's evening.
  const until = readOrderTime(order.until, zone, Math.max(from ?? now, now));
  const faults = [
    ...(from === undefined ? [{ field: 'from', detail: orderTimeText }] : []),
    ...(until === undefined ? [{ field: 'until', detail: orderTimeText }] : []),
    ...timeFaults(from, until, now, zone),
    ...sizeFaults(order, status),
  ];
  if (faults.length > 0 || from === undefined || until === undefined) {
    throw new OrderError('INVALID', faults);
  }
  const { target, size, reason } = order;
  return { target, from, until, size, ...(reason !== undefined && { reason }) };
}

function timeFaults(
  from = Number.NaN,
  until = Number.NaN,
  now: number,
  zone: TimeZone,
): FieldFault[] {
  const found: FieldFault[] = [];
  const say = (detail: string) => found.push({ field: 'until', detail });
  if (until <= now) say(`${localTime(until, zone)} is in the past`);
  else if (until <= from) say('an override must end after it starts');
  if (until > now + MAX_ORDER_MS)
    say('at most 31 days ahead; what lasts longer is for the rules file');
  return found;
}

function sizeFaults({ size }: OverrideOrder, { rules }: StoredStatus): FieldFault[] {
  if (rules.excluded !== undefined) {
    return [{ field: 'target', detail: `the rules leave it alone: ${rules.excluded}` }];
  }
  const impossible = typeof size === 'object' ? impossibleSize(rules.settings, size) : undefined;
  const fault = impossible ?? sizeAbove(size, rules.maxOverride);
  return fault === undefined ? [] : [{ field: 'size', detail: fault }];
}
