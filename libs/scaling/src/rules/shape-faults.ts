import type { z } from 'zod';
import { rulesFile, type RulesSource } from './rules-schema';
import { MAX_FAULTS, type RulesFault } from './rules-fault';
import type { Path, YamlSource } from './yaml-source';

/** The value of a file, or where it does not have the form of a rules file: the first faults. */
export function readShape(
  source: YamlSource,
  value: unknown,
): { readonly data?: RulesSource | undefined; readonly faults: readonly RulesFault[] } {
  const { data, error } = rulesFile.safeParse(value, { reportInput: true });
  const faults: RulesFault[] = [];
  for (const issue of error?.issues ?? []) {
    if (faults.length >= MAX_FAULTS) break;
    faults.push(...faultsOf(source, issue, []));
  }
  return { data, faults };
}

function faultsOf(source: YamlSource, issue: z.core.$ZodIssue, around: Path): RulesFault[] {
  const path = [...around, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys
        .slice(0, MAX_FAULTS)
        .map((key) => source.keyFault([...path, key], 'there is no such setting'));
    case 'invalid_union': {
      // Of the alternatives, the one that fits best is most likely the one that was meant.
      const [nearest] = [...issue.errors].sort((left, right) => weight(left) - weight(right));
      return nearest === undefined
        ? [source.fault(path, issue.message, 'SHAPE')]
        : nearest.flatMap((inner) => faultsOf(source, inner, path));
    }
    default:
      return [source.fault(path, missing(issue) ? 'must be set' : issue.message, 'SHAPE')];
  }
}

/** Settings that an alternative does not have, or that it lacks, count for more than their values. */
function weight(issues: readonly z.core.$ZodIssue[]): number {
  const points = (issue: z.core.$ZodIssue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.length * 3 : missing(issue) ? 2 : 1;
  return issues.reduce((sum, issue) => sum + points(issue) * (issue.path.length === 0 ? 2 : 1), 0);
}

function missing(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.input === undefined;
}
