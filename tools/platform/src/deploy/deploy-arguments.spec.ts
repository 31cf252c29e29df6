import { ecs } from '../platforms/ecs/ecs.descriptor';
import { deployArguments } from './deploy-arguments';

const app = 'apps/api';

describe('the arguments of a deploy', () => {
  it('name the app, the platform and the environment', () => {
    const args = [app, '--platform=ecs', '--environment=staging', '--dry-run'];
    expect(deployArguments(args, {})).toEqual({
      ...{ appRoot: app, platform: ecs, environment: 'staging', dryRun: true },
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
    ['no app', ['--platform=ecs', '--environment=staging'], /which app/],
  ])('are refused with %s', (_, args, message) => {
    expect(() => deployArguments(args, {})).toThrow(message);
    expect(() => deployArguments(args, {})).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
