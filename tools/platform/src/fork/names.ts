import { isBuiltin } from 'node:module';

const ORGANIZATION = /^[a-z][a-z0-9]{1,19}$/;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const OWNER = /^@[\w-]+(\/[\w.-]+)?$/;

/** What names a fork. */
export interface Names {
  readonly name: string;
  readonly organization: string;
  readonly title: string;
  readonly domain: string;
  readonly owner: string;
  readonly license: string;
}

/** The organization that a name suggests: its letters and digits. */
export const organizationIn = (name: string): string => name.replace(/[^a-z0-9]/g, '').slice(0, 20);

/** What is wrong with the names of a fork, each with what was found and what is allowed. */
export function nameFaults(names: Names): string[] {
  const faults: string[] = [];
  const check = (isRight: boolean, option: keyof Names, allowed: string) => {
    if (!isRight) faults.push(`--${option}: found '${names[option]}', allowed is ${allowed}`);
  };
  const { name, organization, title, domain, owner, license } = names;
  check(isPackageName(name), 'name', PACKAGE_NAME);
  check(
    ORGANIZATION.test(organization),
    'organization',
    'a letter and 1 to 19 letters or digits, all small, such as globex',
  );
  check(title.length > 0 && title.length <= 60, 'title', '1 to 60 characters');
  check(
    DOMAIN.test(domain) && domain.length <= 200,
    'domain',
    'a DNS name of the company, such as globex.org',
  );
  check(OWNER.test(owner), 'owner', 'a user or team of GitHub, such as @globex/platform');
  check(/^[\w.+-]+$/.test(license), 'license', 'an identifier of SPDX, or UNLICENSED');
  return faults;
}

const PACKAGE_NAME =
  'a name that npm takes: small letters, digits, - . and _, begun by a letter or digit, at most 214, ' +
  'and no module of Node.js';

/** What npm takes for a new package, without a scope. */
const isPackageName = (name: string) =>
  /^[a-z0-9][a-z0-9._-]{0,213}$/.test(name) &&
  !isBuiltin(name) &&
  !['node_modules', 'favicon.ico'].includes(name);
