import { descriptor as ecs } from '../platforms/ecs/ecs.descriptor';
import { deployArguments } from './deploy-arguments';

const app = 'apps/api';
const staging = [app, '--platform=ecs', '--environment=staging'];
const digest = `sha256:${'0'.repeat(64)}`;

describe('the arguments of a deploy', () => {
  it('name the app, the platform and the environment', () => {
    const args = [app, '--platform=ecs', '--environment=staging', '--dry-run'];
    expect(deployArguments(args, {})).toEqual({
      ...{ appRoot: app, platform: ecs, environment: 'staging', dryRun: true },
      forceConflicts: false,
    });
    expect(
      deployArguments([app, '--platform=kubernetes'], { DEPLOY_ENVIRONMENT: 'production' }),
    ).toMatchObject({ environment: 'production' });
  });

  it.each<[string, string[], RegExp]>([
    ['no platform', [app, '--environment=staging'], /ecs, kubernetes/],
    ['an unknown platform', [app, '--platform=ec2', '--environment=x'], /ecs, kubernetes/],
    ['no environment', [app, '--platform=ecs'], /which environment/],
    ['a path for an environment', [app, '--platform=ecs', '--environment=../x'], /is no name/],
    ['an unknown option', [app, '--platform=ecs', '--force'], /force/],
    ['a tag', [...staging, '--image=registry/mcp/api:1'], /no image with a digest/],
    [
      'the image of another',
      [...staging, `--image=registry/mcp/worker@${digest}`],
      /no image of api/,
    ],
    ['no app', ['--platform=ecs', '--environment=staging'], /which app/],
  ])('are refused with %s', (_, args, message) => {
    expect(() => deployArguments(args, {})).toThrow(message);
    expect(() => deployArguments(args, {})).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
