import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';

/** Licences that let anybody use, change and sell what is built with them. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
];

/** Packages that state no licence there, or another one, and why each may be used. */
const REVIEWED: Readonly<Record<string, string>> = {
  'passport-strategy': 'MIT, which its LICENSE says and its package.json does not',
  sentry:
    'FSL-1.1-Apache-2.0: a command of @sentry/bundler-plugins, which no process of ours runs; forbids a competing product only, and is Apache-2.0 two years after each release',
};

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

const lock = JSON.parse(readFileSync(join(workspaceRoot, 'package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, LockedPackage>>;
};

/** Of production: what only develops is given to nobody. */
const shipped = Object.entries(lock.packages).flatMap(([path, { license = '', dev, link }]) =>
  path.includes('node_modules/') && !dev && !link
    ? [{ name: path.split('node_modules/').at(-1)!, license }]
    : [],
);

/** `(MIT OR GPL-3.0)` gives the choice, `MIT AND BSD-3-Clause` wants both. */
function isPermissive(expression: string): boolean {
  const choices = expression.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((one) => PERMISSIVE.includes(one)));
}

describe('the licences of the packages that are shipped', () => {
  it('are permissive, or reviewed', () => {
    const others = shipped.filter(({ license }) => !isPermissive(license));
    const unknown = others.filter(({ name }) => !(name in REVIEWED));
    expect(unknown).toEqual([]);
    expect(
      Object.keys(REVIEWED).filter((name) => !others.some((one) => one.name === name)),
    ).toEqual([]);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['Apache-2.0 AND MIT', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['', false],
  ])('are read as they are written: %s', (expression, expected) => {
    expect(isPermissive(expression)).toBe(expected);
  });
});
