/** How many faults of a file are told: who has mended these sees the next. */
export const MAX_FAULTS = 50;

/** One thing that is wrong with a rules file. */
export interface RulesFault {
  /** Where: counted from 1, as editors do. */
  readonly line: number;
  readonly column: number;
  /** Which setting, such as `targets[1].on_hours.min`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** `OVERRIDE_ENDED` refuses nothing; see `parseRules`. */
  readonly code: 'SYNTAX' | 'SHAPE' | 'RULE' | 'OVERRIDE_ENDED' | 'UNREADABLE';
}

/** `deploy/scaling.yaml:12:7 targets[1].on_hours.min: min is over max` */
export function rulesFaultText(file: string, { line, column, path, message }: RulesFault): string {
  return `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;
}
