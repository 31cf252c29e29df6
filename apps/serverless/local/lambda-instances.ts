import type { ChildProcess } from 'node:child_process';
import { ended, lambdaProcess } from './lambda-process';
import { RuntimeApi } from './runtime-api';

/** What one machine bears; Lambda would go on. */
const MAX = 20;

interface Instance {
  readonly api: RuntimeApi;
  readonly process: ChildProcess;
  busy: number;
}

/** Processes of a function: each has one invocation at a time, and more are started when all are busy. */
export class LambdaInstances {
  private readonly instances: Instance[] = [];

  constructor(
    private readonly folder: string,
    private readonly handler: string,
  ) {}

  async start(): Promise<Instance> {
    const api = await RuntimeApi.start();
    const process = lambdaProcess(this.folder, this.handler, api.address);
    const instance = { api, process, busy: 0 };
    this.instances.push(instance);
    return instance;
  }

  /** Has a free instance work. */
  async use(work: (api: RuntimeApi) => Promise<void>): Promise<void> {
    let instance = this.instances.reduce((free, one) => (one.busy < free.busy ? one : free));
    if (instance.busy > 0 && this.instances.length < MAX) instance = await this.start();
    instance.busy += 1;
    try {
      await work(instance.api);
    } finally {
      instance.busy -= 1;
    }
  }

  async end(): Promise<void> {
    for (const { api } of this.instances) api.close();
    await Promise.all(this.instances.map(({ process }) => ended(process)));
  }
}
