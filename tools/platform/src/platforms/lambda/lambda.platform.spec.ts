import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { organization } from '../../identity';
import { workspaceRoot } from '../../workspace-root';
import type { DeployOptions } from '../../deploy/deploy';
import { FakeLambda } from '../../deploy/testing/fake-lambda';
import { runDeploy } from '../../deploy/testing/run-deploy';
import { LambdaPlatform } from './lambda.platform';
import { parseTemplate, templateDifferences } from './template-differences';

const packageOf = (letter: string) => `apps/serverless/dist/aws-lambda@sha256:${letter.repeat(64)}`;

describe('a deploy to Lambda', () => {
  let lambda: FakeLambda;
  let lines: string[];

  beforeEach(async () => {
    process.env['DEPLOY_DATABASE_URL'] = 'none';
    lambda = await FakeLambda.start();
    lines = [];
  });
  afterEach(async () => {
    delete process.env['DEPLOY_DATABASE_URL'];
    await lambda.tools.stop();
  });

  const run = (letter: string, options: Partial<DeployOptions> = {}) => {
    const platform = new LambdaPlatform(workspaceRoot, 'staging');
    const release = { app: 'serverless', image: packageOf(letter) };
    return runDeploy(platform, release, { ...options, lines });
  };

  it('checks the template and gives it to SAM with the values of the environment', async () => {
    await expect(run('a')).resolves.toBe('deployed');

    expect(lambda.tools.lines()).toContainEqual(expect.stringContaining('sam validate --lint'));
    expect(lambda.tools.lines()).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `sam deploy .*--config-env staging --parameter-overrides PublicUrl=https://mcp-staging.example.com .* Release=([0-9a-f]{12}) --tags ${organization}:deploy:release=\\1$`,
        ),
      ),
    );
  });

  it('does nothing when the release already runs', async () => {
    await run('a');
    await expect(run('a')).resolves.toBe('unchanged');
    expect(lambda.changes()).toEqual(['sam deploy --template-file']);
  });

  it('publishes a version when a secret has been rotated', async () => {
    await run('a');
    lambda.secretVersion = 'v2';

    await expect(run('a')).resolves.toBe('deployed');
    const releases = lambda.tools.lines().flatMap((line) => /Release=(\w+)/.exec(line)?.[1] ?? []);
    expect(new Set(releases).size).toBe(2);
    expect(lambda.tools.lines()).toContainEqual(
      expect.stringContaining('secretsmanager describe-secret --secret-id mcp/jwt-signing-key'),
    );
  });

  it('shows the call and what differs in a dry run, and changes nothing', async () => {
    await run('a');
    lambda.template = lambda.template.replace('Timeout: 30', 'Timeout: 20');

    await expect(run('b', { dryRun: true })).resolves.toBe('planned');

    expect(lambda.changes()).toHaveLength(1);
    expect(lines.join('')).toContain('sam deploy --template-file');
    expect(lines.join('')).toContain('Resources.McpFunction.Properties.Timeout: 20 → 30');
    expect(lines.join('')).not.toContain('CodeUri');
  });

  it('leaves it to CloudFormation to go back, and shows why', async () => {
    await run('a');
    lambda.comesUp = false;

    await expect(run('b')).rejects.toMatchObject({
      code: 'ROLLED_BACK',
      details: [
        expect.stringContaining('Failed to create/update the stack'),
        'McpFunctionAliaslive: CodeDeploy: alarm ErrorAlarm was triggered',
      ],
    });
    expect(lambda.changes()).not.toContain('aws cloudformation update-stack');
  });

  it('makes the stack what it was, its traffic at once, when the function does not serve', async () => {
    await run('a');
    const before = { tag: lambda.tag(), template: lambda.template };
    const verify = () => Promise.reject(new Error('it lists no tools'));

    await expect(run('b', { verify })).rejects.toMatchObject({ code: 'ROLLED_BACK' });

    expect({ tag: lambda.tag(), template: lambda.template }).toEqual(before);
    expect(lambda.stack!.Parameters).toEqual([
      { ParameterKey: 'TrafficShift', ParameterValue: 'AllAtOnce' },
    ]);
  });

  it('is refused while the stack changes, and when it was never made', async () => {
    lambda.stack = { StackStatus: 'UPDATE_IN_PROGRESS' };
    await expect(run('a', { dryRun: true })).rejects.toMatchObject({ code: 'BUSY' });
    lambda.stack = { StackStatus: 'ROLLBACK_COMPLETE' };
    await expect(run('a')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('delete-stack'),
    });
    expect(lambda.changes()).toEqual([]);
  });

  it('is refused for an environment that samconfig.toml does not have', () => {
    expect(() => new LambdaPlatform(workspaceRoot, 'moon')).toThrow(
      /there are staging, production/,
    );
  });
});

describe('the template of the function', () => {
  const template = parseTemplate(
    readFileSync(join(workspaceRoot, 'deploy/lambda/template.yaml'), 'utf8'),
  ) as { Resources: { McpFunction: { Properties: Record<string, unknown> } } };
  const { Properties } = template.Resources.McpFunction;

  it('publishes a version for every release, not for its code alone', () => {
    expect(Properties['AutoPublishCodeSha256']).toEqual({ Ref: 'Release' });
    expect(JSON.stringify(Properties['Description'])).toContain('${Release}');
  });

  it('lets the function answer at its own address, and behind CloudFront, which calls it there', () => {
    const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
    const hosts = JSON.stringify(Variables['ALLOWED_HOSTS']);
    expect(hosts).toContain('*.lambda-url.${AWS::Region}.on.aws');
    expect(hosts).toContain('${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}');
  });
});

describe('the differences of two templates', () => {
  it('see one function of CloudFormation in the place of another', () => {
    expect(templateDifferences('A: !Ref B', 'A: !Sub B')).not.toEqual([]);
    expect(templateDifferences('A: !Join [x, [!Ref B]]', 'A: !Join [x, [!Ref C]]')).toEqual([
      'A.Fn::Join[1][0].Ref: "B" → "C"',
    ]);
  });
});
