import { resolveRules } from './resolve-rules';
import { ruleFaults } from './rule-faults';
import type { Rules } from './rules';
import { rulesFile } from './rules-schema';
import type { RulesFault } from './rules-fault';
import { shapeFaults } from './shape-faults';
import { YamlSource } from './yaml-source';

export interface ParsedRules {
  /** None where there is a fault. */
  readonly rules?: Rules | undefined;
  /** All of them, by line. */
  readonly faults: readonly RulesFault[];
}

export interface ParseOptions {
  /** Milliseconds since 1970, to tell overrides that are over. */
  readonly now: number;
  /**
   * Leave out overrides that have ended, and still report them: for the first reading of a process,
   * when a file that was sound yesterday must not leave it without rules. Default: they are faults.
   */
  readonly dropEndedOverrides?: boolean;
}

/** Reads a rules file. Pure; all faults are found at once, each with its line and column. */
export function parseRules(text: string, options: ParseOptions): ParsedRules {
  const source = new YamlSource(text);
  const syntax = source.syntaxFaults();
  if (syntax.length > 0) return { faults: syntax };

  let value: unknown;
  try {
    value = source.value();
  } catch (error) {
    return { faults: [source.fault([], String(error), 'SYNTAX')] };
  }
  const faults = [...shapeFaults(source, value), ...ruleFaults(source, value, options.now)].sort(
    (left, right) => left.line - right.line || left.column - right.column,
  );
  const tolerable = ({ code }: RulesFault) =>
    options.dropEndedOverrides === true && code === 'OVERRIDE_ENDED';
  if (!faults.every(tolerable)) return { faults };

  const rules = resolveRules(rulesFile.parse(value));
  const overrides = rules.overrides.filter(({ until }) => until > options.now);
  return { rules: { ...rules, overrides }, faults };
}
