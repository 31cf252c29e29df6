/** A series that an expression of PromQL asks for. */
export interface Selector {
  readonly series: string;
  /** The labels that it is chosen by. */
  readonly matched: readonly string[];
  /** All labels that the expression groups and joins by. */
  readonly grouped: readonly string[];
}

const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const operators = new Set(['and', 'or', 'unless', 'bool', 'offset', 'sum', 'max', 'min', 'avg']);

export function selectorsIn(expression: string): Selector[] {
  // What stands in quotes may hold any sign.
  const bare = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\[[^\][]*\]/g, ' ');
  const grouped = [...bare.matchAll(GROUPING)].flatMap(([, labels]) => namesIn(labels!));
  const words = bare
    .replace(GROUPING, ' ')
    .matchAll(/(?<![\w:])([A-Za-z_:][\w:]*)(?:(\s*\()|\{([^{}]*)\})?/g);
  return [...words].flatMap(([, series = '', call, matchers = '']) => {
    if (call !== undefined || operators.has(series)) return [];
    const matched = matchers.match(/\b\w+(?=\s*[=!])/g) ?? [];
    return [{ series, matched, grouped }];
  });
}

/** The metrics that an expression asks for, recorded ones with them. */
export function metricsIn(expression: string): string[] {
  return [...new Set(selectorsIn(expression).map(({ series }) => series))];
}

function namesIn(list: string): string[] {
  return list.match(/\w+/g) ?? [];
}
