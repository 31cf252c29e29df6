import { z } from 'zod';

const truthy = ['true', '1', 'yes', 'on'];
const falsy = ['false', '0', 'no', 'off'];

/** A switch, in any case. Anything but these words is a fault: `ENABLE_METRICS=flase` must not pass for true. */
export function boolean(): z.ZodType<boolean, string> {
  return z.stringbool({ truthy, falsy }).describe(`${truthy.join(', ')} or ${falsy.join(', ')}`);
}

/** A switch of what is not there yet: only off is taken. */
export function notYet(): z.ZodType<boolean, string> {
  return z.stringbool({ truthy: [], falsy }).describe(`${falsy.join(', ')}: it is not there yet`);
}
