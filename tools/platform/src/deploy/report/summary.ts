import { appendFileSync } from 'node:fs';
import type { Outcome } from '../deploy';
import type { DeployError } from '../deploy.error';
import type { Release } from '../platform';

const sentences: Readonly<Record<Outcome, string>> = {
  planned: 'planned only',
  unchanged: 'ran already',
  deployed: 'deployed',
};

/** One deploy in Markdown, for the summary of a pipeline's run. */
export function summaryOf(
  platform: string,
  { app, environment, image }: Release,
  result: Outcome | DeployError,
): string {
  const failed = typeof result !== 'string';
  const head = `### ${app} on ${platform}, ${environment}: ${failed ? 'failed' : sentences[result]}`;
  const lines = [head, '', `\`${image}\``];
  if (failed) lines.push('', ...fence([result.message, ...result.details]));
  return lines.join('\n');
}

/** A block of code that nothing in it can end. */
function fence(lines: readonly string[]): string[] {
  const text = lines.join('\n');
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const mark = '`'.repeat(longest + 1);
  return [mark, text, mark];
}

/** Adds Markdown to the summary of a run on GitHub; elsewhere does nothing. */
export function addToSummary(markdown: string, file = process.env['GITHUB_STEP_SUMMARY']): void {
  if (file) appendFileSync(file, `${markdown}\n`);
}
