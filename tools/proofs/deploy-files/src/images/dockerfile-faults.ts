import { type Instruction, lastStage, parseDockerfile } from './dockerfile';

const health = '--interval=30s --timeout=10s --start-period=5s --retries=3';

/** What would make an image differ from build to build, run with more rights, or be emulated. */
export function dockerfileFaults(text: string): string[] {
  const instructions = parseDockerfile(text);
  return [...sourceFaults(text, instructions), ...imageFaults(lastStage(instructions))];
}

function sourceFaults(text: string, instructions: readonly Instruction[]): string[] {
  const bases = instructions.filter(({ name, value }) => name === 'ARG' && /_IMAGE=/.test(value));
  const stages = instructions.filter(({ name }) => name === 'FROM').map(({ value }) => value);
  return [
    ...bases
      .filter(({ value }) => !/:[\w.-]+@sha256:[0-9a-f]{64}$/.test(value))
      .map(({ value }) => `${value} is not pinned by a tag and a digest`),
    ...stages
      .filter((value) => !/\$\{\w+_IMAGE\}|^scratch AS /.test(value))
      .map((value) => `FROM ${value} cannot be given in`),
    ...(/^#\s*syntax\s*=/m.test(text) ? ['a syntax line fetches a frontend'] : []),
    ...(/COPY\s+--link|<<-?["']?\w/.test(text) ? ['old engines know neither --link nor <<'] : []),
    ...(/^COPY \S*dist\b/m.test(text) ? ['a clone has no dist: it is built in a stage'] : []),
    ...(/npm (install|i)\b/.test(text) ? ['npm install does not keep to the lockfile'] : []),
  ];
}

function imageFaults(stage: readonly Instruction[]): string[] {
  const valueOf = (wanted: string) => stage.find(({ name }) => name === wanted)?.value;
  const check = valueOf('HEALTHCHECK');
  const faults = [
    valueOf('USER') !== '1000:1000' && 'runs as another user than 1000:1000',
    valueOf('VOLUME') !== '["/tmp"]' && 'a volume of Fargate at /tmp would belong to root',
    stage.some(({ name }) => name === 'RUN') && 'a RUN in the last stage is emulated on arm64',
    !check?.startsWith(`${health} CMD ["node"`) && `the health check is not ${health} by node`,
    valueOf('ENTRYPOINT') !== '["node", "main.js"]' && 'node is not process 1',
    !/org\.opencontainers\.image\.revision=/.test(valueOf('LABEL') ?? '') && 'has no OCI labels',
  ];
  return faults.filter((fault) => fault !== false);
}
