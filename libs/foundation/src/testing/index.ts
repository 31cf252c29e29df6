export { eventually, until } from './eventually';
export { ManualClock } from './manual-clock';
