import { type Files, foldersOf } from './files';
import { MentionedPaths } from './mentioned-paths';

interface Target {
  readonly command?: unknown;
  readonly options?: { readonly command?: unknown };
}

/** The JSON of a project without the targets that name what is gone, in their command or their key. */
export function withoutGoneTargets(text: string, all: Files, kept: Files): string {
  const mentioned = new MentionedPaths(all);
  const folders = foldersOf(kept.keys());
  const isGone = (key: string, { command, options }: Target) => {
    const named = [key, command, options?.command].filter((one) => typeof one === 'string');
    return mentioned.in(named.join(' ')).some((path) => !kept.has(path) && !folders.has(path));
  };
  let changed = false;
  const value: unknown = JSON.parse(text, (_, one: unknown) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    const entries = Object.entries(one);
    const left = entries.filter(([key, child]) => !isObject(child) || !isGone(key, child));
    changed ||= left.length < entries.length;
    return Object.fromEntries(left);
  });
  return changed ? `${JSON.stringify(value, null, 2)}\n` : text;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
