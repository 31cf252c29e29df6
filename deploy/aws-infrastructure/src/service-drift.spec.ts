import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { apps, servers } from './environment';
import { fakeEcs } from './fake-ecs.fixture';
import { serviceDrift } from './service-drift';
import { serviceSettings, targetGroupOutput } from './service-settings';
import { stackOutputs } from './stack-outputs';

const place = {
  ...{ TaskSubnets: 'subnet-b,subnet-a', TaskSecurityGroup: 'sg-1' },
  ...Object.fromEntries(servers.map((app) => [targetGroupOutput(app), `tg-${app}`])),
};

describe('the drift of the services', () => {
  let ecs: Awaited<ReturnType<typeof fakeEcs>>;
  beforeEach(async () => (ecs = await fakeEcs()));
  afterEach(() => ecs.stop());

  /** ECS tells each in the order of the apps: as provision made it, unless something else is said. */
  const show = (told: Readonly<Record<string, object | undefined>>) => {
    for (const app of apps) {
      ecs.looks.push(() => {
        ecs.service = app in told ? told[app] : serviceSettings(app, place);
      });
    }
  };
  const api = serviceSettings('api', place);
  const worker = serviceSettings('worker', place);

  it('is nothing where they are as provision made them, whatever they run', async () => {
    show({
      api: { ...api, taskDefinition: 'newest', desiredCount: 7 },
      worker: { ...worker, desiredCount: 0 },
    });
    await expect(serviceDrift(ecs.api, place)).resolves.toEqual([]);
  });

  it('is each setting that somebody changed by hand, and a service that is gone', async () => {
    const networkConfiguration = {
      awsvpcConfiguration: {
        ...api.networkConfiguration.awsvpcConfiguration,
        assignPublicIp: 'ENABLED',
      },
    };
    show({ api: { ...api, networkConfiguration }, worker: undefined });
    await expect(serviceDrift(ecs.api, place)).resolves.toEqual([
      'mcp-server: networkConfiguration.awsvpcConfiguration.assignPublicIp: "ENABLED" → "DISABLED"',
      'mcp-worker: is not there',
    ]);
    expect(ecs.calls.map(({ name }) => name)).toEqual(apps.map(() => 'DescribeServices'));
  });
});

describe('the place of the services', () => {
  const path = process.env['PATH'];
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fake-aws-cli-'));
    process.env['PATH'] = `${folder}${delimiter}${path}`;
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });
  const aws = (script: string) => {
    writeFileSync(join(folder, 'aws'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'aws'), 0o755);
  };

  it('is told by the outputs of both stacks', () => {
    aws(`case "$*" in
      *mcp-staging-foundation*) echo '[{"OutputKey":"TaskSubnets","OutputValue":"a,b"}]' ;;
      *mcp-staging-services*) echo '[{"OutputKey":"TargetGroup","OutputValue":"tg"}]' ;;
    esac`);
    expect(stackOutputs('staging', 'eu-central-1')).toEqual({
      TaskSubnets: 'a,b',
      TargetGroup: 'tg',
    });
  });

  it('is unknown where nothing was provisioned, and where nobody may ask', () => {
    aws('echo "Stack with id mcp-staging-foundation does not exist" >&2; exit 254');
    expect(() => stackOutputs('staging', 'eu-central-1')).toThrow('There is no stack mcp-staging');
    aws('echo "An error occurred (AccessDenied)" >&2; exit 254');
    expect(() => stackOutputs('staging', 'eu-central-1')).toThrow('(AccessDenied)');
  });
});
