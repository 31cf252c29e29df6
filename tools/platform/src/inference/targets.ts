import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { MIGRATING_APP } from '../deploy/migrating-app';
import { platforms } from '../platforms/platforms';

/**
 * Runs a TypeScript file of this plugin; swc-node compiles it, and libraries, on the fly. A Node that
 * is too old is told before.
 */
const runPluginFile = (file: string) =>
  `node -r ./tools/platform/src/requirements.cjs -C @repo/source -r @swc-node/register tools/platform/src/${file}`;

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
      inputs: ['default', '^production', '{workspaceRoot}/jest.*.cjs'],
      outputs: ['{projectRoot}/coverage'],
    },
  };
}

/** Targets of an app that has a `src/main.ts`. */
export function appTargets(root: string): Record<string, TargetConfiguration> {
  return {
    build: {
      command: `${runPluginFile('build/build.cli.ts')} ${root}`,
      cache: true,
      inputs: [
        'production',
        '^production',
        '{workspaceRoot}/tools/platform/src/build/**/*',
        '{workspaceRoot}/tools/platform/src/workspace-root.ts',
      ],
      outputs: ['main.js', 'main.js.map', 'assets'].map((file) => `{projectRoot}/dist/${file}`),
    },
    serve: {
      // With exec no shell stands between Nx and the server, which so sees when Nx is killed. It is
      // not `continuous`: Nx takes the end of such a target for a success, whatever its exit code.
      command: `exec ${runPluginFile('serve/serve.cli.ts')} ${root}`,
    },
  };
}

/** Targets of an app that is a server: its `main.ts` takes commands. */
export function serverTargets(root: string): Record<string, TargetConfiguration> {
  return {
    'doctor-auth': {
      executor: 'nx:run-commands',
      options: {
        command: `exec node -C @repo/source -r @swc-node/register ${root}/src/main.ts doctor-auth`,
        env: { TS_NODE_PROJECT: `${root}/tsconfig.json` },
      },
    },
    contract: { command: `exec ${runPluginFile('contract/contract.cli.ts')} ${root}` },
  };
}

/**
 * Targets of an app that becomes an image.
 *
 * Nx counts a project as affected when a file of the workspace changes that any of its inputs
 * names. So the inputs of `deploy` bring a change to a manifest to the apps that it concerns, and
 * to them alone, while the cached targets, which do not name it, are taken from the cache.
 */
export function imageTargets(
  root: string,
  dockerfile: string,
): Record<string, TargetConfiguration> {
  const app = root.split('/').at(-1)!;
  const run = (file: string) => `exec ${runPluginFile(file)} ${root}`;
  return {
    image: {
      command: run('image/image.cli.ts'),
      dependsOn: ['build'],
      cache: true,
      inputs: [
        { dependentTasksOutputFiles: '**/dist/main.js' },
        { dependentTasksOutputFiles: '**/dist/assets/**/*' },
        `{workspaceRoot}/${dockerfile}`,
        '{projectRoot}/package.json',
        '{workspaceRoot}/package-lock.json',
        '{workspaceRoot}/.dockerignore',
        ...(app === 'worker' ? scalingRules : []),
        '{workspaceRoot}/deploy/images/**/*',
        '{workspaceRoot}/tools/platform/src/image/**/*',
        { env: 'IMAGE_ENGINE' },
        { env: 'IMAGE_PLATFORMS' },
        { env: 'NODE_IMAGE' },
        { env: 'DEBIAN_IMAGE' },
      ],
      outputs: ['{projectRoot}/dist/image.json', '{projectRoot}/dist/image.oci.tar'],
    },
    push: { command: run('push/push.cli.ts'), dependsOn: ['image'] },
    deploy: deployTarget(root, 'image', [
      'push',
      ...(app === MIGRATING_APP ? [] : [migratedFirst]),
    ]),
  };
}

/**
 * The apps that need the schema are deployed after the one that brings it, and not at all where that
 * failed. `--excludeTaskDependencies` drops this edge: who gives it keeps the order itself.
 */
const migratedFirst = {
  projects: [`@repo/${MIGRATING_APP}`],
  target: 'deploy',
  params: 'forward' as const,
};

/** What the image of the worker carries. */
const scalingRules = [
  '{workspaceRoot}/deploy/scaling.yaml',
  '{workspaceRoot}/deploy/*/scaling/*.yaml',
];

/** Targets of an app whose handlers run as functions; how it is built its package.json says. */
export const functionTargets = (root: string): Record<string, TargetConfiguration> => ({
  deploy: deployTarget(root, 'function', ['build']),
});

/**
 * The target `deploy` with a configuration for each platform. Where the app does not run it says
 * so: for one that is missing `nx affected -c <platform>` would run the plain target.
 *
 * The plain target refuses and names the platforms. A default configuration would also stand in for
 * a misspelt one.
 */
function deployTarget(
  root: string,
  artifact: 'image' | 'function',
  dependsOn: NonNullable<TargetConfiguration['dependsOn']>,
): TargetConfiguration {
  const app = root.split('/').at(-1)!;
  const command = `exec ${runPluginFile('deploy/deploy.cli.ts')} ${root}`;
  const inputs: string[] = [];
  const configurations: Record<string, { command: string }> = {};
  for (const { name, artifact: runs, files } of platforms) {
    const read = (runs === 'image') === (artifact === 'image') ? files(app) : undefined;
    inputs.push(
      ...(read ?? []).map((file) => `{workspaceRoot}/${posix.join('deploy', name, file)}`),
    );
    configurations[name] = {
      command: read
        ? `${command} --platform=${name}`
        : `echo "${root} does not run on ${name}: nothing to deploy."`,
    };
  }
  return { command, dependsOn, parallelism: false, inputs, configurations };
}
