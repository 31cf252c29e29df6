import type { ImageOptions } from './image-options';

export interface Build {
  readonly app: string;
  /** Relative to the workspace's root. */
  readonly dockerfile: string;
  readonly version: string;
  readonly commit: string;
  /** Where the repository is; shown in the image's labels. */
  readonly source: string;
  /** The file to write: an archive in the layout of the Open Container Initiative. */
  readonly archive: string;
  /** Where docker writes what it built. */
  readonly metadata: string;
  readonly options: ImageOptions;
}

/**
 * The commands that build one image into an archive, run from the workspace's root.
 *
 * An archive, not an image in the daemon: Nx can cache it, its digest is known before a push and
 * stays the same, and it may hold several platforms and their attestations.
 */
export function buildCommands(build: Build): string[][] {
  return build.options.engine === 'docker' ? dockerCommands(build) : buildahCommands(build);
}

function dockerCommands({ archive, metadata, ...build }: Build): string[][] {
  return [
    [
      ...['docker', 'buildx', 'build', ...sharedArguments(build)],
      ...['--metadata-file', metadata, '--provenance', 'mode=max', '--sbom', 'true'],
      ...['--output', `type=oci,dest=${archive}`, '.'],
    ],
  ];
}

/** buildah knows no attestations; `actions/attest` makes them in the pipeline. */
function buildahCommands({ archive, ...build }: Build): string[][] {
  const name = `${build.app}:${build.commit}`;
  const several = build.options.platforms.length > 1;
  return several
    ? [
        ['buildah', 'bud', ...sharedArguments(build), '--manifest', name, '.'],
        ['buildah', 'manifest', 'push', '--all', '--rm', name, `oci-archive:${archive}`],
      ]
    : [
        ['buildah', 'bud', ...sharedArguments(build), '--tag', name, '.'],
        ['buildah', 'push', name, `oci-archive:${archive}`],
      ];
}

function sharedArguments(build: Omit<Build, 'archive' | 'metadata'>): string[] {
  const values = {
    APP: build.app,
    VERSION: build.version,
    REVISION: build.commit,
    SOURCE: build.source,
  };
  return [
    ...['--file', build.dockerfile],
    // In place of the Dockerfile's own stage of this name: the bytes that were tested.
    ...['--build-context', `bundle=apps/${build.app}/dist`],
    ...['--platform', build.options.platforms.join(',')],
    ...Object.entries({ ...values, ...build.options.bases }).flatMap(([key, value]) => [
      '--build-arg',
      `${key}=${value}`,
    ]),
  ];
}
