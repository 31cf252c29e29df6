export { BoundedMap } from './bounded-map';
export { Clock, SystemClock } from './clock';
export { codeOf, messageOf, stackOf } from './error-facts';
export { isObject } from './is-object';
export { isTimeZone } from './is-time-zone';
export { jsonExcess, type JsonLimits } from './json-excess';
export { KeyedSemaphore } from './keyed-semaphore';
export { quote, quoteField } from './quote';
export { withTimeout } from './with-timeout';
