import { duration } from '../formats/duration';
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
  SCHEMA_WAIT: {
    schema: duration('0s', '1h'),
    description:
      'How long a worker in production waits, live but not ready, for a schema that is older than its code: the release of the api runs the migrations. Then it exits with 78.',
    default: '300s',
    unit: 'seconds',
  },
} satisfies VariableTable;

/** How the worker listens. */
export class WorkerConfig extends Section {
  /** `WORKER_PORT`, default 8001; 0 is any free port. */
  readonly port: number;
  /** `SCHEMA_WAIT` in milliseconds, default 300 s. */
  readonly schemaWaitMs: number;

  constructor(values: Values<typeof workerVariables>) {
    super();
    this.port = values.WORKER_PORT;
    this.schemaWaitMs = values.SCHEMA_WAIT;
  }
}
