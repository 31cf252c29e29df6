export { LogLines } from './log-lines';
export { fakeOnly } from './fake-timers';
