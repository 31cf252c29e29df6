/** What the host takes as the name of a feature (2025-11-25, tools, Tool Names). */
const FEATURE_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** A folder below `src`; several are joined by slashes. */
const FOLDER = /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/;

/** What ESLint takes for no name of a file or folder. */
const VAGUE = ['utils', 'helpers', 'common', 'manager', 'misc'];

/** What git leaves out, wherever it is. */
const IGNORED = ['coverage', 'dist', 'tmp'];

/** Methods with a meaning of their own: a class gets them from JavaScript, or Nest calls them. */
const MEANT_OTHERWISE = [
  ...['constructor', 'then'],
  ...['onModuleInit', 'onApplicationBootstrap', 'onModuleDestroy'],
  ...['beforeApplicationShutdown', 'onApplicationShutdown'],
];

/** What a name becomes in code. */
export interface Names {
  /** `FindInvoice` */
  readonly className: string;
  /** `findInvoice` */
  readonly propertyName: string;
  /** `find-invoice` */
  readonly fileName: string;
  /** `Find invoice` */
  readonly sentence: string;
}

/** @throws {Error} it is no name of a tool, resource or prompt, or none that code can have */
export function namesOfFeature(name: string): Names {
  if (!FEATURE_NAME.test(name)) {
    throw new Error(
      `"${name}" is no name of a feature: 1 to 128 letters, digits, "_", "-" and "." are allowed.`,
    );
  }
  return namesOf(name);
}

/**
 * What the words of a name become in code.
 *
 * @throws {Error} no class, method or file can be called so
 */
export function namesOf(name: string): Names {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  const className = words.map(capitalized).join('');
  if (!/^[A-Z]/.test(className)) {
    throw new Error(`No class can be called "${name}": begin with a letter.`);
  }
  const propertyName = className.charAt(0).toLowerCase() + className.slice(1);
  if (MEANT_OTHERWISE.includes(propertyName)) {
    throw new Error(`A method ${propertyName} means something else in a class: take another name.`);
  }
  const fileName = words.join('-');
  refusePath(fileName);
  return { className, propertyName, fileName, sentence: capitalized(words.join(' ')) };
}

/** @throws {Error} it is no folder below another, or says nothing */
export function checkFolder(folder: string): void {
  if (!FOLDER.test(folder)) {
    throw new Error(
      `"${folder}" is no folder below src: lower-case letters, digits and hyphens, with slashes between folders.`,
    );
  }
  folder.split('/').forEach(refusePath);
}

function refusePath(name: string): void {
  if (VAGUE.includes(name)) {
    throw new Error(`"${name}" says nothing of what is in it, and lint refuses it: take another.`);
  }
  if (IGNORED.includes(name)) {
    throw new Error(`Git ignores folders that are called "${name}": take another name.`);
  }
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
