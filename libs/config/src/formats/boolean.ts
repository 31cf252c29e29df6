import { z } from 'zod';

const truthy = ['true', '1', 'yes', 'on'];
const falsy = ['false', '0', 'no', 'off'];

/** A switch, in any case. Anything but these words is a fault: `ENABLE_METRICS=flase` must not pass for true. */
export function boolean(): z.ZodType<boolean, string> {
  return z.stringbool({ truthy, falsy }).describe(`${truthy.join(', ')} or ${falsy.join(', ')}`);
}
