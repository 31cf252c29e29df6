/** The official suite; its program must be installed (`nx run api-e2e:programs`). */
export { EXCUSES } from './excuses';
export { ConformanceSuite } from './suite';
export { isAcceptable, judge } from './verdict';
