import { integer } from '../formats/integer';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const workerVariables = {
  WORKER_PORT: {
    schema: integer(0, 65_535),
    description:
      'The port of the worker for `/health` and `/metrics`, on the address of `HOST`. 0 takes any free one.',
    default: '8001',
  },
} satisfies VariableTable;

/** How the worker listens. */
export class WorkerConfig extends Section {
  /** `WORKER_PORT`, default 8001; 0 is any free port. */
  readonly port: number;

  constructor(values: Values<typeof workerVariables>) {
    super();
    this.port = values.WORKER_PORT;
  }
}
