import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';

const manifests = ['apps', 'libs'].flatMap((area) =>
  readdirSync(join(workspaceRoot, area))
    .map((folder) => join(workspaceRoot, area, folder, 'package.json'))
    .filter(existsSync),
);

/** What runs TypeScript as it stands, from the scripts and targets of all projects. */
const commands = manifests.flatMap(
  (file) => readFileSync(file, 'utf8').match(/node [^"]*@swc-node\/register[^"]*/g) ?? [],
);

describe('a command that runs TypeScript', () => {
  it('is one of several', () => {
    expect(commands.length).toBeGreaterThan(1);
  });

  it.each(commands)('takes libraries from their sources, which nobody has built: %s', (command) => {
    expect(command).toMatch(/^node -C @repo\/source -r @swc-node\/register /);
  });
});
