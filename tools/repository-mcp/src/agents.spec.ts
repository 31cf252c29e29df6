import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createNodesV2 } from '@repo/platform';
import { workspaceRoot } from '@repo/platform/src/workspace-root';

const text = readFileSync(join(workspaceRoot, 'AGENTS.md'), 'utf8');
const spans = Array.from(text.matchAll(/`([^`\n]+)`/g), ([, span = '']) => span);
const links = Array.from(text.matchAll(/\]\(([^)#]+)/g), ([, link = '']) => link);

interface Package {
  readonly name: string;
  readonly scripts?: Record<string, string>;
  readonly nx?: { readonly targets?: Record<string, unknown> };
}

const packageAt = (file: string) =>
  JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8')) as Package;

/** The targets of each project by its short name: inferred, declared, and scripts. */
async function targets(): Promise<Map<string, Set<string>>> {
  const files = ['apps', 'libs', 'tools']
    .flatMap((area) => readdirSync(join(workspaceRoot, area)).map((name) => `${area}/${name}`))
    .map((folder) => `${folder}/package.json`)
    .filter((file) => existsSync(join(workspaceRoot, file)));
  const context = { nxJsonConfiguration: {}, workspaceRoot };
  const inferred = await createNodesV2[1](files, undefined, context);
  return new Map(
    inferred.map(([file, { projects = {} }]) => {
      const { name, scripts = {}, nx } = packageAt(file);
      const [project] = Object.values(projects);
      const all = [project?.targets ?? {}, nx?.targets ?? {}, scripts].flatMap(Object.keys);
      return [name.replace('@repo/', ''), new Set(all)];
    }),
  );
}

describe('AGENTS.md', () => {
  it('names paths that exist', () => {
    const paths = spans.filter((span) => /^[\w.-]+\/[\w./-]+$|^\.?[\w-]+\.(json|md)$/.test(span));
    expect(paths.length).toBeGreaterThan(5);
    const folder = (path: string) => (path.includes('*') ? dirname(path) : path);
    const missing = [...paths, ...links].filter(
      (path) => !path.startsWith('@') && !existsSync(join(workspaceRoot, folder(path))),
    );
    expect(missing).toEqual([]);
  });

  it('names targets and scripts that exist', async () => {
    const known = await targets();
    const { scripts = {} } = packageAt('package.json');
    const { generators } = JSON.parse(
      readFileSync(join(workspaceRoot, 'tools/platform/generators.json'), 'utf8'),
    ) as { generators: Record<string, unknown> };
    const isKnown = (span: string) => {
      const script = /^npm run ([\w:-]+)/.exec(span)?.[1];
      if (script !== undefined) return script in scripts;
      const generator = /^npx nx g platform:([\w-]+)/.exec(span)?.[1];
      if (generator !== undefined) return generator in generators;
      const run = /^npx nx run (?<project>[\w-]+):(?<target>[\w-]+)/.exec(span)?.groups;
      const short = /^npx nx (?<target>(?!run\b)[\w-]+) (?<project>[\w-]+)/.exec(span)?.groups;
      const { project = '', target = '' } = run ?? short ?? {};
      return known.get(project)?.has(target) === true;
    };
    const commands = spans.filter((span) => /^(npm run|npx nx) /.test(span));
    expect(commands.length).toBeGreaterThan(4);
    expect(commands.filter((command) => !isKnown(command))).toEqual([]);
  });

  it('is short, and what other tools read leads to it', () => {
    expect(text.split(/\s+/).length).toBeLessThan(700);
    expect(readFileSync(join(workspaceRoot, 'CLAUDE.md'), 'utf8')).toBe('@AGENTS.md\n');
  });
});
