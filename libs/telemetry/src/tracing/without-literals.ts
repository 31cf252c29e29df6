/** Texts in any of the quotings of PostgreSQL, and numbers that are no part of a name. */
const LITERAL =
  /\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|(?<![\w$.])\d+(?:\.\d+)?/g;

/**
 * A statement with `?` in the place of each value that stands in it. Parameters stay, as `$1` says
 * nothing of what it stands for.
 */
export function withoutLiterals(sql: string): string {
  return sql.replace(LITERAL, '?');
}
