/** The metrics that an expression of PromQL asks for, recorded ones with them. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '')
    .replace(/\{[^{}]*\}/g, ' ')
    .replace(/\[[^\][]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const names = new Set<string>();
  for (const [, word = '', call] of bare.matchAll(/(?<![\w:])([A-Za-z_:][\w:]*)(\s*\()?/g)) {
    if (call === undefined && !operators.has(word)) names.add(word);
  }
  return [...names];
}

const operators = new Set(['and', 'or', 'unless', 'bool', 'offset', 'sum', 'max', 'min', 'avg']);
