/** One instruction of a Dockerfile, its lines joined. */
export interface Instruction {
  readonly name: string;
  readonly value: string;
}

export function parseDockerfile(text: string): Instruction[] {
  return text
    .replace(/^[\t ]*#.*\n/gm, '')
    .replace(/[\t ]?\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', value = ''] = /^(\S+)\s(.*)$/.exec(line.trim()) ?? [];
      return { name: name.toUpperCase(), value: value.trim() };
    });
}

/** The stage that becomes the image. */
export function lastStage(instructions: readonly Instruction[]): readonly Instruction[] {
  return instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
}
