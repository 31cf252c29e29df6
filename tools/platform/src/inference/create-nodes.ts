import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createNodesFromFiles, type CreateNodesV2, type ProjectConfiguration } from '@nx/devkit';
import { tagsOf } from './floors';
import { appTargets, functionTargets, imageTargets, projectTargets, testTargets } from './targets';

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

  const hasFunctions = isApp && !isBlackBoxTest && !isRunnable;
  const hasImage = isRunnable && existsSync(join(workspaceRoot, root, 'Dockerfile'));

  return {
    projectType: isApp ? 'application' : 'library',
    sourceRoot: `${root}/src`,
    tags: tagsOf(root),
    targets: {
      ...projectTargets(root),
      ...(isBlackBoxTest ? {} : testTargets(root)),
      ...(isRunnable ? appTargets(root) : {}),
      ...(hasImage ? imageTargets(root) : {}),
      ...(hasFunctions ? functionTargets(root) : {}),
    },
  };
}
