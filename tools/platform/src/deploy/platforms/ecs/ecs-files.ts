import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DeployError } from '../../deploy.error';
import { environmentFile, type EcsEnvironment } from './environment-file';
import { serviceFile, type EcsServiceFile } from './service-file';

/** The files in `deploy/ecs`. */
export class EcsFiles {
  constructor(private readonly folder: string) {}

  /** @throws {DeployError} USAGE with every fault, or with the environments that there are */
  environment(name: string): EcsEnvironment {
    const environments = join(this.folder, 'environments');
    const names = readdirSync(environments).map((file) => file.replace(/\.json$/, ''));
    if (!names.includes(name)) {
      const known = names.sort().join(', ');
      throw new DeployError('USAGE', `No environment ${JSON.stringify(name)}: there are ${known}.`);
    }
    return { ...parse(join(environments, `${name}.json`), environmentFile), name };
  }

  service(app: string): EcsServiceFile {
    return parse(join(this.folder, app, 'service.json'), serviceFile);
  }

  /** With its placeholders. */
  taskDefinition(app: string): unknown {
    return parse(join(this.folder, app, 'task-definition.json'), z.unknown());
  }
}

function parse<T>(file: string, schema: z.ZodType<T>): T {
  if (!existsSync(file)) throw new DeployError('USAGE', `${file} is missing.`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new DeployError('USAGE', `${file} is no JSON: ${(error as Error).message}`);
  }
  const { data, error } = schema.safeParse(content);
  if (error) throw new DeployError('USAGE', `${file} has faults:\n${z.prettifyError(error)}`);
  return data;
}
