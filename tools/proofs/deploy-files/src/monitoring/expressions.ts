/** The metrics that an expression of PromQL asks for, recorded ones with them. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const words = bare.match(/[A-Za-z_:][\w:]*(?!\s*\()\b(?!\s*\()/g) ?? [];
  return [...new Set(words.filter((word) => !operators.has(word)))];
}

const operators = new Set(['and', 'or', 'unless', 'bool', 'offset', 'sum', 'max', 'min', 'avg']);
