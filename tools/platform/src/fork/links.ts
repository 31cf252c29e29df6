import { posix } from 'node:path';
import { type Files, foldersOf } from './files';

const LINK = /(!?)\[([^\][]+)\]\(([^()#\s]*)(?:#[^()]*)?\)/g;

/** The files and folders that a Markdown text links to. */
export function linksIn(path: string, text: string): string[] {
  return [...text.matchAll(LINK)].flatMap(([, , , target = '']) => targetOf(path, target) ?? []);
}

function targetOf(path: string, target: string): string | undefined {
  if (target === '' || /^\w+:/.test(target)) return undefined;
  return posix.join(posix.dirname(path), target);
}

/** Markdown whose links to what is gone are their text alone. */
export function withoutDeadLinks(path: string, all: Files, kept: Files): string {
  const [before, after] = [all, kept].map((files) => {
    const folders = foldersOf(files.keys());
    return (target: string) => files.has(target) || folders.has(target);
  }) as [(target: string) => boolean, (target: string) => boolean];
  return kept
    .get(path)!
    .replace(LINK, (whole: string, image: string, label: string, to: string) => {
      const target = targetOf(path, to);
      if (target === undefined || !before(target) || after(target)) return whole;
      return image === '' ? label : '';
    });
}
