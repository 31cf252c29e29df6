export { type DocumentTable, documentTable } from './document-table';
export { eventually, until } from './eventually';
export { freePort } from './free-port';
export { isRunning } from './is-running';
export { ManualClock } from './manual-clock';
export { type Certificate, selfSigned } from './self-signed';
