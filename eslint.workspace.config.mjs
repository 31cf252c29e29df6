import { createProjectGraphAsync } from '@nx/devkit';
import config from './eslint.config.mjs';

// Without one the floors would not be checked.
await createProjectGraphAsync();

/**
 * The rules for the whole workspace at once (`npm run lint`): as one program in one process, so that
 * no type is worked out twice. That of one project or file is read quicker (`eslint.config.mjs`).
 */
export default [
  // They have packages of their own, and are linted by `nx verify`.
  { ignores: ['deploy', 'tools/proofs/deploy-files'] },
  ...config,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'tsconfig.lint.json' } },
  },
];
