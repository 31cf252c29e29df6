import type { Excuses } from './verdict';

/** Unscored scenarios that this host does not pass, each with its reason. A required one has none. */
export const EXCUSES: Excuses = [
  {
    prefix: 'tasks-',
    reason:
      'the optional extension io.modelcontextprotocol/tasks is not offered, and so not declared',
  },
];
