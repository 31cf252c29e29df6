/** Commands with what they are for, one a line. */
export function commands(each: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...each.map(([command]) => command.length));
  return each.map(([command, what]) => `  ${command.padEnd(width)}   # ${what}`).join('\n');
}
