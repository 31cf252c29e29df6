import { resolveRules } from './resolve-rules';
import { ruleFaults } from './rule-faults';
import type { Rules } from './rules';
import { rulesFile } from './rules-schema';
import type { RulesFault } from './rules-fault';
import { shapeFaults } from './shape-faults';
import { YamlSource } from './yaml-source';

export interface ParsedRules {
  /** None where there is a fault other than `OVERRIDE_ENDED`. */
  readonly rules?: Rules | undefined;
  /** All of them, by line. */
  readonly faults: readonly RulesFault[];
}

export interface ParseOptions {
  /** Milliseconds since 1970, to tell overrides that are over. */
  readonly now: number;
}

/**
 * Reads a rules file. Pure; all faults are found at once, each with its line and column.
 *
 * An override that has ended is told, holds nothing, and keeps nobody from the other rules: a worker
 * that reads the file today has the rules of one that read it yesterday.
 */
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
  if (faults.some(({ code }) => code !== 'OVERRIDE_ENDED')) return { faults };

  const rules = resolveRules(rulesFile.parse(value));
  const overrides = rules.overrides.filter(({ until }) => until > options.now);
  return { rules: { ...rules, overrides }, faults };
}
