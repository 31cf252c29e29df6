import type {
  ContainerDefinition,
  RegisterTaskDefinitionCommandInput as Definition,
} from '@aws-sdk/client-ecs';

const gib = 1024;

/** MiB of memory that Fargate gives with each CPU: from, to, in steps. */
const fargate: Readonly<Record<string, readonly [number, number, number]>> = {
  '512': [gib, 4 * gib, gib],
  '1024': [2 * gib, 8 * gib, gib],
  '2048': [4 * gib, 16 * gib, gib],
  '4096': [8 * gib, 30 * gib, gib],
  '8192': [16 * gib, 60 * gib, 4 * gib],
  '16384': [32 * gib, 120 * gib, 8 * gib],
};
const smallest = [512, gib, 2 * gib];

/** What a type cannot say of a task definition. */
export function taskDefinitionFaults(definition: Definition): string[] {
  const { cpu = '', memory = '', executionRoleArn, taskRoleArn } = definition;
  const faults: string[] = [];
  const refuse = (isWrong: boolean, fault: string) => isWrong && faults.push(fault);

  refuse(!isPair(cpu, Number(memory)), `Fargate has no ${cpu} CPU with ${memory} MiB`);
  refuse(executionRoleArn === taskRoleArn, 'the code has the rights that ECS has');
  for (const container of definition.containerDefinitions ?? []) {
    const { environment = [], secrets = [], stopTimeout = 30, image = '' } = container;
    const grace = environment.find(({ name }) => name === 'SHUTDOWN_GRACE')?.value ?? '10s';
    const options = container.logConfiguration?.options ?? {};
    const open = environment.filter(({ name = '' }) => secretName.test(name));
    refuse(!/@sha256:[0-9a-f]{64}$/.test(image), 'the image has no digest');
    refuse(open.length > 0, `${open.map(({ name }) => name).join()} stands in plain sight`);
    refuse(!secrets.every(({ valueFrom }) => /:secretsmanager:/.test(valueFrom!)), 'no secret');
    refuse(stopTimeout <= parseInt(grace), `the drain of ${grace} is cut off at ${stopTimeout}s`);
    refuse(stopTimeout > 120, 'Fargate waits 120 s at most');
    refuse(!container.readonlyRootFilesystem, 'the root can be written');
    refuse(
      container.essential! && !hasTmp(definition, container),
      'it can write nowhere, not to /tmp either',
    );
    refuse(!container.user || /^(0|root)$/.test(container.user), 'it runs as root');
    refuse(container.linuxParameters?.capabilities?.drop?.[0] !== 'ALL', 'it keeps capabilities');
    refuse(options['mode'] !== 'non-blocking', 'logs that cannot be written stop the process');
    refuse(!container.essential && !container.memory, 'it may take the memory of the app');
    refuse(container.healthCheck === undefined, 'nobody looks whether it lives');
  }
  return faults;
}

/** An empty volume: Fargate has no tmpfs. */
function hasTmp({ volumes = [] }: Definition, { mountPoints = [] }: ContainerDefinition): boolean {
  const mount = mountPoints.find(({ containerPath }) => containerPath === '/tmp');
  return mount?.readOnly !== true && volumes.some(({ name }) => name === mount?.sourceVolume);
}

const secretName = /SECRET|PASSWORD|TOKEN|PRIVATE|API_KEY|DATABASE_URL|REDIS_URL/;

function isPair(cpu: string, memory: number): boolean {
  if (cpu === '256') return smallest.includes(memory);
  const [from, to, step] = fargate[cpu] ?? [0, -1, 1];
  return memory >= from && memory <= to && (memory - from) % step === 0;
}
