import type { TargetConfiguration } from '@nx/devkit';

/** Runs a TypeScript file of this plugin; swc-node compiles it on the fly. */
const runPluginFile = (file: string) => `node -r @swc-node/register tools/platform/src/${file}`;

/** Targets of every project. */
export function projectTargets(root: string): Record<string, TargetConfiguration> {
  return {
    lint: {
      command: `eslint ${root}`,
      cache: true,
      // The rules are type-aware and know the floors, so what a project imports counts too.
      inputs: ['default', '^default', '{workspaceRoot}/eslint.config.mjs'],
    },
  };
}

/** Targets of every project but the black-box tests, which bring their own in package.json. */
export function testTargets(root: string): Record<string, TargetConfiguration> {
  return {
    test: {
      command: `jest -c ${root}/jest.config.cjs --passWithNoTests`,
      cache: true,
      inputs: ['default', '^production', '{workspaceRoot}/jest.factory.cjs'],
      outputs: ['{projectRoot}/coverage'],
    },
  };
}

/** Targets of an app that has a `src/main.ts`. Image, push and deploy will stand here too. */
export function appTargets(root: string): Record<string, TargetConfiguration> {
  return {
    build: {
      command: `${runPluginFile('build/build.cli.ts')} ${root}`,
      cache: true,
      inputs: ['production', '^production', '{workspaceRoot}/tools/platform/src/build/**/*'],
      outputs: ['{projectRoot}/dist/main.js', '{projectRoot}/dist/main.js.map'],
    },
    serve: {
      // With exec no shell stands between Nx and the server, which so sees when Nx is killed.
      command: `exec ${runPluginFile('serve/serve.cli.ts')} ${root}`,
      continuous: true,
    },
  };
}
