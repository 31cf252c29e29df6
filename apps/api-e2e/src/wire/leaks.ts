import { SECRET } from '../fixtures/secret';

/** What no client may ever be sent: secrets, stack traces, and where things are on this machine. */
const LEAKS = [
  new RegExp(SECRET),
  /\bat .+:\d+:\d+\)?/,
  /node_modules/,
  new RegExp(escape(process.cwd())),
];

/** The first leak in a text, for a test to expect that there is none. */
export function leakIn(text: string): string | undefined {
  return LEAKS.map((leak) => leak.exec(text)?.[0]).find((found) => found !== undefined);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
