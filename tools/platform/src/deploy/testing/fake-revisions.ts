import { arn, fault, type Json, ok } from './aws-answer';
import type { WireAnswer } from './wire-server';

/** The revisions of one task definition. */
export class FakeRevisions {
  readonly all: { active: boolean; definition: Json }[] = [];

  /** @returns its ARN */
  register(definition: Json): string {
    this.all.push({ active: true, definition });
    return arn(`task-definition/${definition.family}:${this.all.length}`);
  }

  deregister(revision: string): void {
    this.all[indexOf(revision)]!.active = false;
  }

  isActive = (revision: string): boolean => this.all[indexOf(revision)]?.active === true;

  isNewest = (revision: string): boolean => indexOf(revision) === this.all.length - 1;

  imageOf = (revision: string): string =>
    this.all[indexOf(revision)]!.definition.containerDefinitions[0].image;

  /** @param name an ARN, or the family for its newest active revision */
  describe(name: string): WireAnswer {
    const index = name.includes(':task-definition/')
      ? indexOf(name)
      : this.all.findLastIndex(({ active }) => active);
    const found = this.all[index];
    if (!found) return fault('ClientException', 'Unable to describe task definition.');
    const { family } = found.definition;
    const taskDefinitionArn = arn(`task-definition/${family}:${index + 1}`);
    // ECS adds what was not given.
    const containerDefinitions = found.definition.containerDefinitions.map((given: object) => ({
      ...{ cpu: 0, mountPoints: [], volumesFrom: [] },
      ...given,
    }));
    const added = { revision: index + 1, status: 'ACTIVE', placementConstraints: [] };
    return ok({
      taskDefinition: { ...found.definition, containerDefinitions, taskDefinitionArn, ...added },
    });
  }
}

const indexOf = (revision: string) => Number(revision.split(':').at(-1)) - 1;
