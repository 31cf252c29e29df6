import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readEnvironment, readJson } from '../../deploy/templates/read-environment';
import { type EcsEnvironment, environmentFile } from './environment-file';
import { type EcsServiceFile, serviceFile } from './service-file';

/** The files in `deploy/ecs`. */
export class EcsFiles {
  constructor(private readonly folder: string) {}

  /** @throws {DeployError} USAGE with every fault, or with the environments that there are */
  environment(name: string): EcsEnvironment {
    return { ...readEnvironment(this.folder, name, environmentFile), name };
  }

  service(app: string): EcsServiceFile {
    return readJson(join(this.folder, app, 'service.json'), serviceFile);
  }

  /** With its placeholders, but for `${collector}`, which is the text of collector.yaml beside it. */
  taskDefinition(app: string): unknown {
    const definition = readJson(join(this.folder, app, 'task-definition.json'), z.unknown());
    const collector = readFileSync(join(this.folder, app, 'collector.yaml'), 'utf8');
    const text = JSON.stringify(definition);
    return JSON.parse(text.replace('"${collector}"', () => JSON.stringify(collector)));
  }
}
