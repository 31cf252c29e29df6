import { join } from 'node:path';
import { literalFaults } from '../literal-faults';
import { workspace } from '../workspace';

const input = `import('@aws-sdk/client-ecs').RegisterTaskDefinitionCommandInput`;
/** It is what depends on the client of ECS. */
const platform = join(workspace, 'tools/platform/src');

/** The fields that ECS does not know and the wrong types, found by the compiler. */
export function typeFaults(definition: unknown): string[] {
  return literalFaults([[input, definition]], platform);
}
