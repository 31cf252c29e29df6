import type { Tree } from '@nx/devkit';

/**
 * @param what it is the name of, such as `library`
 * @param longest how many characters it may have
 * @throws {Error} it is no name of a package, or there is a project of that name
 */
export function refuseProjectName(tree: Tree, name: string, what: string, longest = 64): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > longest) {
    throw new Error(
      `"${name}" is no name of a ${what}: lower-case letters and digits with single hyphens, ${longest} at most.`,
    );
  }
  const taken = ['apps', 'libs', 'tools'].find((area) => tree.exists(`${area}/${name}`));
  if (taken !== undefined) throw new Error(`There is ${taken}/${name} already: take another name.`);
}
