/** The official suite; its program must be installed (`nx run api-e2e:programs`). */
export { ConformanceSuite } from './suite';
export { isAcceptable, judge } from './verdict';
