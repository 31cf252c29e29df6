import { text, tokens } from '../formats/text';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const scalingVariables = {
  SCALING_CONFIG: {
    schema: text('the path of a file'),
    description: 'The YAML file with the scaling targets and business hours.',
    default: 'deploy/scaling.yaml',
  },
  SCALING_PROTECTED: {
    schema: tokens('names of targets, services, deployments or container groups'),
    description:
      'What the worker must never scale, whatever the rules say: what it needs itself, such as Redis or a proxy to the database. Where it runs on ECS, Kubernetes or Cloud Run it finds and protects its own service by itself.',
    withoutDefault: "none but the worker's own service",
    example: 'worker,redis',
  },
} satisfies VariableTable;

/** What is scaled when. */
export class ScalingConfig extends Section {
  /** `SCALING_CONFIG`, the path of a YAML file, default `deploy/scaling.yaml`. */
  readonly file: string;

  /** `SCALING_PROTECTED`, names that are never scaled, default none. */
  readonly protectedNames: readonly string[];

  constructor(values: Values<typeof scalingVariables>) {
    super();
    this.file = values.SCALING_CONFIG;
    this.protectedNames = values.SCALING_PROTECTED ?? [];
  }
}
