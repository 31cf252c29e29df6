import { text } from '../formats/text';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const scalingVariables = {
  SCALING_CONFIG: {
    schema: text('the path of a file'),
    description: 'The YAML file with the scaling targets and business hours.',
    default: 'deploy/scaling.yaml',
  },
} satisfies VariableTable;

/** What is scaled when. */
export class ScalingConfig extends Section {
  /** `SCALING_CONFIG`, the path of a YAML file, default `deploy/scaling.yaml`. */
  readonly file: string;

  constructor(values: Values<typeof scalingVariables>) {
    super();
    this.file = values.SCALING_CONFIG;
  }
}
