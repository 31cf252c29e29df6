import type { Tree } from '@nx/devkit';
import type { PlatformFile } from './platform-file';

/** What a person calls a platform. */
const TITLES: Readonly<Record<string, string>> = {
  ecs: 'Amazon ECS',
  kubernetes: 'Kubernetes',
  'cloud-run': 'Google Cloud Run',
  'container-instances': 'Azure Container Instances',
  lambda: 'AWS Lambda',
  'cloud-functions': 'Google Cloud Functions',
  'azure-functions': 'Azure Functions',
};

/** Characters in a line: .prettierrc. */
const PRINT_WIDTH = 100;

/** Whose guide does not have its name. */
const GUIDES: Readonly<Record<string, string>> = { 'cloud-functions': 'google-cloud-functions' };

/** The README of a company's own repository. */
function readmeOf({ title, platforms = [] }: PlatformFile): string {
  const guides = platforms.map(
    (name) => `[${TITLES[name] ?? name}](docs/deploy/${GUIDES[name] ?? name}.md)`,
  );
  return `${[
    ...[`# ${title}`, ''],
    ...['Our tools, resources and prompts for clients of the Model Context Protocol.', ''],
    ...['## Start', ''],
    ...['You need Node.js 20.19 or later with npm 11.', ''],
    ...['```sh', 'npm ci', 'npm test', 'npx nx serve api', '```', ''],
    ...['The MCP endpoint is `http://127.0.0.1:8000/mcp`.', ''],
    ...['## What next', ''],
    '- build features: `npx nx g platform:tool find_invoice` and other [generators](docs/build/generators.md), [what a tool can do](docs/build/features.md), [tests](docs/build/tests.md)',
    '- run it: [configuration](docs/configuration.md), [the endpoint](docs/run/endpoint.md)',
    ...(guides.length === 0 ? [] : [`- deploy it: ${guides.join(', ')}`]),
    '- keep it current: [upgrades](docs/operate/upgrade.md)',
    '- find your way: [contributing](CONTRIBUTING.md), [glossary](docs/glossary.md)',
  ].join('\n')}\n`;
}

/** Who reviews what. */
const codeOwnersOf = ({ owner = '' }: PlatformFile): string =>
  `# Who reviews what; the last line that matches counts.\n* ${owner}\n`;

/**
 * The licence of a fork. That of the platform asks that its own notice stays.
 *
 * @param notice the licence of the platform
 */
function licenseOf(file: PlatformFile, notice: string, year: number): string {
  const { license = 'UNLICENSED', owner = '' } = file;
  const holder = `Copyright (c) ${year} ${owner.slice(1).split('/')[0]}`;
  if (license === 'MIT') return notice.replace(/^Copyright/m, `${holder}\nCopyright`);
  const rights = license === 'UNLICENSED' ? 'All rights reserved.' : `License: ${license}`;
  return `${holder}\n${rights}\n\nParts of this repository come from a platform under this license:\n\n${notice}`;
}

/**
 * Writes what names the company, in place of what the platform has there. What the company has
 * edited stays.
 *
 * @param isUnedited whether a file is as the platform has it
 */
export function writeCompanyFiles(
  tree: Tree,
  file: PlatformFile,
  isUnedited: (path: string) => boolean,
): void {
  const notice = tree.read('LICENSE', 'utf8') ?? '';
  const texts: Readonly<Record<string, string>> = {
    'README.md': readmeOf(file),
    LICENSE: licenseOf(file, notice, new Date().getFullYear()),
    '.github/CODEOWNERS': codeOwnersOf(file),
  };
  for (const [path, text] of Object.entries(texts)) {
    if (!tree.exists(path) || isUnedited(path)) tree.write(path, text);
  }
  writePlatformFile(tree, file);
}

/** Writes `platform.json`, as Prettier would. */
export function writePlatformFile(tree: Tree, file: PlatformFile): void {
  const lines = JSON.stringify(file, null, 2);
  const text = lines.replace(/^.*\[$[^\]]*\],?$/gm, (list) => {
    const [first = '', ...rest] = list.split('\n');
    const line = [
      first,
      rest
        .map((one) => one.trim())
        .join(' ')
        .replace(' ]', ']'),
    ].join('');
    return line.length <= PRINT_WIDTH ? line : list;
  });
  tree.write('platform.json', `${text}\n`);
}
