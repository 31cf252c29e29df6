import type { Kind } from '../record/audit-record';

/** What the methods that call features ask for. */
export const KIND_OF_METHOD: ReadonlyMap<string, Kind> = new Map([
  ['tools/call', 'tool'],
  ['resources/read', 'resource'],
  ['prompts/get', 'prompt'],
]);
