import { deploy } from '@repo/platform/src/deploy/deploy';
import { definitionOf, ecsPlatform } from '@repo/platform/src/deploy/testing/ecs-platform';
import { readLockTag } from '@repo/platform/src/deploy/lock-tag';
import { FakeAws } from '@repo/platform/src/deploy/testing/fake-aws';
import { digestOf, type MakeSubject } from './subject';

const imageOf = (version: string) =>
  `111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp/api@${digestOf(version)}`;

export const ecsSubject: MakeSubject = async (conditions, clock, wire) => {
  const aws = await FakeAws.start(wire.through);
  aws.images = new Set([digestOf('a'), digestOf('b')]);
  if (conditions.isAsleep) aws.service.desiredCount = 0;
  if (conditions.isBroken) aws.service.brokenImages.add(imageOf('b'));
  aws.service.breaksCircuit = conditions.breaksCircuit;
  aws.service.runs(definitionOf(imageOf('a')));
  return {
    deploy: (version, options, requestTimeoutMs) => {
      const release = { app: 'api', environment: 'staging', image: imageOf(version) };
      const platform = ecsPlatform(aws, clock, requestTimeoutMs);
      return deploy(platform, release, { ...options, clock });
    },
    migrationFails: (fails) => void (aws.tasks.migrationExitCode = fails ? 1 : 0),
    serving: () => aws.service.serving,
    faults: () =>
      aws.service.isStartable ? [] : ['the revision that should run was taken out of use'],
    leftOvers: () => [
      // One that has expired holds nobody up.
      ...aws.service.tags
        .filter(({ value }) => (readLockTag(value)?.expires ?? Infinity) > clock.now())
        .map(({ value }) => `the lock ${value}`),
      ...aws.tasks.all
        .filter(({ lastStatus }) => lastStatus === 'RUNNING')
        .map(({ startedBy }) => `the task ${startedBy}`),
      ...(aws.service.deployments.length > 1 ? ['a roll-out that has not ended'] : []),
    ],
    running: () => (aws.service.image === imageOf('a') ? 'a' : 'b'),
    stop: aws.stop,
  };
};
