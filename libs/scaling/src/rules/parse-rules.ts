import { resolveRules } from './resolve-rules';
import { ruleFaults } from './rule-faults';
import type { Rules } from './rules';
import { MAX_FAULTS, type RulesFault } from './rules-fault';
import { isLargerThan } from './is-larger-than';
import { readShape } from './shape-faults';
import { YamlSource } from './yaml-source';

export interface ParsedRules {
  /** None where there is a fault other than `OVERRIDE_ENDED`. */
  readonly rules?: Rules | undefined;
  /** By line; the first 50, since a file may be a thousand lines of nonsense. */
  readonly faults: readonly RulesFault[];
}

export interface ParseOptions {
  /** Milliseconds since 1970, to tell overrides that are over. */
  readonly now: number;
}

/** Characters: about 300 targets, and read in the time of a few requests whatever is in them. */
const MAX_LENGTH = 65_536;
/** Of a file of that length; aliases can make more of it. */
const MAX_VALUES = 20_000;

/**
 * Reads a rules file. Pure; faults are found together, each with its line and column.
 *
 * An override that has ended is told, holds nothing, and keeps nobody from the other rules: a worker
 * that reads the file today has the rules of one that read it yesterday.
 */
export function parseRules(text: string, options: ParseOptions): ParsedRules {
  if (text.length > MAX_LENGTH) return { faults: [tooLong(text)] };
  const source = new YamlSource(text);
  const syntax = source.syntaxFaults();
  if (syntax.length > 0) return { faults: syntax };

  let value: unknown;
  try {
    value = source.value();
  } catch (error) {
    return { faults: [source.fault([], String(error), 'SYNTAX')] };
  }
  if (isLargerThan(value, MAX_VALUES)) {
    const message = `more than ${MAX_VALUES} values, each counted as often as aliases name it`;
    return { faults: [source.fault([], message, 'SHAPE')] };
  }
  const { data, faults: shape } = readShape(source, value);
  const found = [...shape, ...ruleFaults(source, value, options.now)];
  const refusing = found.filter(({ code }) => code !== 'OVERRIDE_ENDED');
  const ended = found.filter(({ code }) => code === 'OVERRIDE_ENDED');
  const faults = [...refusing.sort(byPlace), ...ended].slice(0, MAX_FAULTS).sort(byPlace);
  if (refusing.length > 0 || data === undefined) return { faults };

  const rules = resolveRules(data);
  const overrides = rules.overrides.filter(({ until }) => until > options.now);
  return { rules: { ...rules, overrides }, faults };
}

function byPlace(left: RulesFault, right: RulesFault): number {
  return left.line - right.line || left.column - right.column;
}

/** At the first character that is too many. */
function tooLong(text: string): RulesFault {
  const before = text.slice(0, MAX_LENGTH);
  const line = before.split('\n').length;
  const column = MAX_LENGTH - before.lastIndexOf('\n');
  const message = `the file goes on over ${MAX_LENGTH} characters (it has ${text.length}): write what targets have in common once, for all or by an anchor`;
  return { line, column, path: '', message, code: 'SHAPE' };
}
