import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs';
import { isObject } from '@repo/foundation';
import { differences } from '../../deploy/differences';

/** What AWS adds to a task definition on its own. */
const added = new Set([
  ...['taskDefinitionArn', 'revision', 'status', 'requiresAttributes', 'compatibilities'],
  ...['registeredAt', 'registeredBy', 'deregisteredAt', 'deleteRequestedAt'],
]);

/** What differs between what is registered and what should be; empty means the same. */
export function taskDefinitionDifferences(
  registered: TaskDefinition,
  wanted: RegisterTaskDefinitionCommandInput,
): string[] {
  return differences(withoutAdditions(registered), withoutEmpty(wanted));
}

function withoutAdditions(definition: TaskDefinition): unknown {
  return withoutEmpty(
    Object.fromEntries(Object.entries(definition).filter(([key]) => !added.has(key))),
  );
}

/** AWS fills in an empty list, 0 or false where a field was not given. */
function withoutEmpty(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutEmpty);
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node)
      .map(([key, value]) => [key, withoutEmpty(value)] as const)
      .filter(([, value]) => !isEmpty(value)),
  );
}

const isEmpty = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);
