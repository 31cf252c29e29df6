import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  createNodesFromFiles,
  type CreateNodesV2,
  type ProjectConfiguration,
  type TargetConfiguration,
} from '@nx/devkit';
import { dockerfileOf } from '../image/dockerfile-of';
import { tagsOf } from './floors';
import {
  appTargets,
  functionTargets,
  imageTargets,
  projectTargets,
  serverTargets,
  testTargets,
} from './targets';

/**
 * Makes a project of every package.json in apps, libs and tools: no project.json is needed. Nx
 * names it after its package (`@repo/api`) and takes the short form (`nx serve api`) too.
 */
export const createNodesV2: CreateNodesV2 = [
  '{apps,libs,tools}/*/package.json',
  (packageFiles, options, context) =>
    createNodesFromFiles(
      (packageFile) => {
        const root = dirname(packageFile);
        return { projects: { [root]: inferProject(root, context.workspaceRoot) } };
      },
      packageFiles,
      options,
      context,
    ),
];

function inferProject(root: string, workspaceRoot: string): Omit<ProjectConfiguration, 'root'> {
  const isApp = root.startsWith('apps/');
  const isBlackBoxTest = isApp && root.endsWith('-e2e');
  const isRunnable =
    isApp && !isBlackBoxTest && existsSync(join(workspaceRoot, root, 'src/main.ts'));

  const isServer = isRunnable && existsSync(join(workspaceRoot, root, 'src/server.ts'));
  const hasFunctions = isApp && !isBlackBoxTest && !isRunnable;
  const dockerfile = isRunnable ? dockerfileOf(root, workspaceRoot) : undefined;

  return {
    projectType: isApp ? 'application' : 'library',
    sourceRoot: `${root}/src`,
    tags: tagsOf(root, tagsIn(join(workspaceRoot, root, 'package.json'))),
    targets: {
      ...projectTargets(root),
      ...(isBlackBoxTest ? {} : testTargets(root)),
      ...(isRunnable ? appTargets(root) : {}),
      ...(isServer ? serverTargets(root) : {}),
      ...(dockerfile === undefined ? {} : imageTargets(root, dockerfile)),
      ...(hasFunctions ? functionTargets(root) : {}),
      ...proofTargets(root, workspaceRoot),
    },
  };
}

/** Those that a package.json gives its project. */
function tagsIn(packageFile: string): readonly string[] {
  const { nx } = JSON.parse(readFileSync(packageFile, 'utf8')) as { nx?: { tags?: string[] } };
  return nx?.tags ?? [];
}

/**
 * The targets that the proofs add to the project that they measure, such as `nx bench api`. Who
 * deletes the proofs has none of them.
 */
function proofTargets(root: string, workspaceRoot: string): Record<string, TargetConfiguration> {
  const file = join(workspaceRoot, 'tools/proofs/targets.json');
  if (!existsSync(file)) return {};
  const targets = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    Record<string, TargetConfiguration>
  >;
  return targets[root] ?? {};
}
