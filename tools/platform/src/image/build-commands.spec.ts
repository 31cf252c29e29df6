import { type Build, buildCommands } from './build-commands';
import { imageOptions } from './image-options';

const build = (env: Record<string, string>): Build => ({
  ...{
    app: 'api',
    dockerfile: 'apps/api/Dockerfile',
    version: '1.2.3',
    commit: 'c'.repeat(40),
    source: 'https://example.com',
  },
  ...{ archive: 'apps/api/dist/image.oci.tar', metadata: 'apps/api/dist/metadata.json' },
  options: imageOptions(env),
});

describe('the commands that build an image', () => {
  it('make an archive for arm64 with docker, its provenance and its bill of materials', () => {
    const [command = [], ...others] = buildCommands(build({}));
    expect(others).toEqual([]);
    expect(command.join(' ')).toBe(
      'docker buildx build --file apps/api/Dockerfile' +
        ' --build-context bundle=apps/api/dist --platform linux/arm64' +
        ` --build-arg APP=api --build-arg VERSION=1.2.3 --build-arg REVISION=${'c'.repeat(40)}` +
        ' --build-arg SOURCE=https://example.com' +
        ' --metadata-file apps/api/dist/metadata.json --provenance mode=max --sbom true' +
        ' --output type=oci,dest=apps/api/dist/image.oci.tar .',
    );
  });

  it('make one archive of several platforms with buildah', () => {
    const env = { IMAGE_ENGINE: 'buildah', IMAGE_PLATFORMS: 'linux/amd64,linux/arm64' };
    const commands = buildCommands(build(env)).map((command) => command.join(' '));
    expect(commands[0]).toContain('--platform linux/amd64,linux/arm64');
    expect(commands[1]).toMatch(/^buildah manifest push --all .*oci-archive:apps\/api\/dist/);
  });

  it('take another base image where one is given', () => {
    const [command] = buildCommands(build({ NODE_IMAGE: 'mirror.example.com/node:24' }));
    expect(command).toContain('NODE_IMAGE=mirror.example.com/node:24');
  });

  it.each([{ IMAGE_ENGINE: 'podman' }, { IMAGE_PLATFORMS: 'linux/s390x' }])(
    'are refused for %j, with what is allowed',
    (env) => expect(() => imageOptions(env)).toThrow(/docker|linux\/amd64/),
  );
});
