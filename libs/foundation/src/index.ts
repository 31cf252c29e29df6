export { Clock, SystemClock } from './clock';
export { withTimeout } from './with-timeout';
