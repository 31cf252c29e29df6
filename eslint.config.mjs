import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const floors = [0, 1, 2, 3, 4, 5, 6];

/** An import only goes down. The floor of each project: tools/platform/src/inference/floors.ts. */
const importsOnlyGoDown = [
  ...floors.map((floor) => ({
    sourceTag: `floor:${floor}`,
    onlyDependOnLibsWithTags: floors.filter((below) => below < floor).map((n) => `floor:${n}`),
  })),
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:tool', 'floor:0'] },
  { sourceTag: 'type:program', onlyDependOnLibsWithTags: ['type:tool', 'type:lib'] },
  // They compare and measure what all others make; nobody imports them.
  { sourceTag: 'type:proof', onlyDependOnLibsWithTags: ['type:tool', 'type:lib', 'type:app'] },
];

const moduleBoundaries = {
  depConstraints: importsOnlyGoDown,
  // What is loaded late in one place may be loaded at the start of another process.
  checkDynamicDependenciesExceptions: ['@repo/**'],
};

const vagueNames = '{utils,helpers,common,manager,misc}';

export default tseslint.config(
  { ignores: ['**/dist', '**/coverage', '**/.nx', '**/tmp', '.data'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@nx': nx, regexp },
    rules: {
      '@nx/enforce-module-boundaries': ['error', moduleBoundaries],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // A text of megabytes takes its length in time, not the square of it.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      // An interface may ask for a promise where an implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // Nx lets black-box tests alone import apps, and knows them by their name.
    files: ['tools/proofs/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          ...moduleBoundaries,
          allow: ['@repo/api-e2e', '@repo/api-e2e/*', '@repo/serverless/*', '@repo/worker/**'],
        },
      ],
    },
  },
  {
    // Jest's own process loads it before a suite runs, where `@repo/*` is not resolved to source.
    files: ['libs/database/src/embedded/**/*.ts', 'libs/database/src/testing/hold-test-server.ts'],
    ignores: ['**/*.{spec,e2e,fixture}.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['@repo/*'] }] },
  },
  {
    // Jest's matchers and parsed answers are `any`; a test that reads them wrong fails by itself.
    files: ['**/*.{spec,e2e,fixture}.ts', '**/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: [`**/${vagueNames}/**/*.ts`, `**/{,*.}${vagueNames}.ts`],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Program', message: 'Name the file and its folder after what they do.' },
      ],
    },
  },
  prettier,
);
