export { LogLines } from './log-lines';
