const IMPORT = /^(?:import|export) (?:type )?\{([^{}]*)\} from '([^']+)';\n/gm;

/**
 * Code without its imports and exports of what is gone, and without the lines that are no more than one of
 * their names: the elements of lists, such as the providers of a module.
 */
export function withoutGoneImports(text: string, isGone: (specifier: string) => boolean): string {
  const names = new Set<string>();
  const left = text.replace(IMPORT, (whole: string, list: string, specifier: string) => {
    if (!isGone(specifier)) return whole;
    for (const name of list.split(',')) names.add(name.trim());
    return '';
  });
  if (left === text) return text;
  const isElement = (line: string) =>
    line.trim().endsWith(',') && names.has(line.trim().slice(0, -1));
  const lines = left.split('\n').filter((line) => !isElement(line));
  return [...names].reduce(withoutSpread, lines.join('\n'));
}

const withoutSpread = (text: string, name: string): string =>
  text.replaceAll(`, ...${name}`, '').replaceAll(`...${name}, `, '').replaceAll(`...${name}`, '');
