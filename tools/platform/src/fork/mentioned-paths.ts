import { type Files, foldersOf } from './files';

const PATH = /(?:\.github|apps|deploy|docs|libs|tools)(?:\/[\w.-]+)+/g;

/** Finds in texts the paths of files and folders of the workspace. */
export class MentionedPaths {
  private readonly known: ReadonlySet<string>;

  constructor(files: Files) {
    this.known = new Set([...files.keys(), ...foldersOf(files.keys())]);
  }

  /** Of each path that a text names, as much as there is: of `apps/api/dist/main.js` `apps/api`. */
  in(text: string): string[] {
    return [...text.matchAll(PATH)].flatMap(([path]) => this.existing(path) ?? []);
  }

  private existing(path: string): string | undefined {
    let known = path;
    while (known.includes('/') && !this.known.has(known)) {
      known = known.slice(0, known.lastIndexOf('/'));
    }
    return known.includes('/') ? known : undefined;
  }
}
