import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@repo/foundation/testing';
import { elicit, Tool, ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';

/** What a test asks the process that happens to serve its call. */
@Injectable()
export class WorkerTools {
  constructor(private readonly dataSource: DataSource) {}

  @Tool({ name: 'pid', description: 'Tells the process that serves.' })
  pid() {
    return String(process.pid);
  }

  @Tool({
    name: 'slow',
    description: 'Tells the process that served, after a while.',
    input: z.object({ ms: z.int() }),
  })
  async slow({ ms }: { ms: number }) {
    await pause(ms);
    return String(process.pid);
  }

  @Tool({
    name: 'hold',
    description: 'Tells the process that served, once there is the file.',
    input: z.object({ file: z.string() }),
  })
  async hold({ file }: { file: string }) {
    await until(() => existsSync(file));
    return String(process.pid);
  }

  @Tool({ name: 'pool', description: 'Tells the process and how many connections it may have.' })
  pool() {
    const { master } = this.dataSource.driver as unknown as {
      master: { options: { max: number } };
    };
    return `${process.pid} ${master.options.max}`;
  }

  @Tool({ name: 'ask', description: 'Asks, and tells the process that got the answer.' })
  async ask(_input: object, context: ToolContext) {
    const schema = { type: 'object', properties: { value: { type: 'string' } } } as const;
    const { answer } = await context.requestInput({ answer: elicit({ message: 'Well?', schema }) });
    return `${process.pid} ${JSON.stringify(answer)}`;
  }

  @Tool({ name: 'crash', description: 'Ends the process as a fault of its code would.' })
  crash() {
    setImmediate(() => {
      throw new Error('nobody caught this');
    });
    return 'soon';
  }
}

@Module({ providers: [WorkerTools] })
export class WorkersModule {}
