import { Database } from '@repo/database';
import { Tool, type ToolContext } from '@repo/mcp-core';
import { Queues, ScalingJob } from '@repo/queue';
import { REDIS, type RedisConnection } from '@repo/redis';
import { addLogFields, withSpan } from '@repo/telemetry';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';

const Order = z.object({
  number: z.string(),
  /** What the tool asks over HTTP. */
  url: z.string(),
  more: z.unknown().optional(),
});

const Failure = z.object({ message: z.string(), sql: z.string().optional() });

/** Tools that touch everything that a trace should show. */
@Injectable()
export class OrderTools {
  private readonly logger = new Logger('Orders');
  private instant = Date.now();

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    @Inject(REDIS) private readonly redis: RedisConnection | undefined,
  ) {}

  @Tool({ name: 'order', description: 'Orders.', input: Order })
  async order({ number, url }: z.infer<typeof Order>, { traceparent }: ToolContext) {
    addLogFields({ order: number });
    this.logger.log('an order came in');
    await withSpan('check stock', () => this.database.query('select $1::text as number', [number]));
    await this.redis?.set(`order:${number}`, number);
    const answer = await fetch(url, { headers: { authorization: `Bearer key-of-${number}` } });
    await answer.text();
    // Each is another job: of two for the same instant one is worked on.
    await this.queues.add(ScalingJob.scaleUp, { target: 'partner', notBefore: ++this.instant });
    return traceparent ?? 'no trace';
  }

  @Tool({ name: 'fail', description: 'Fails, by a fault of its own.', input: Failure })
  async fail({ message, sql }: z.infer<typeof Failure>): Promise<string> {
    if (sql !== undefined) await this.database.query(sql).catch(() => undefined);
    this.logger.warn({ err: new Error(message), deep: { deeper: { text: message } } });
    throw new Error(message);
  }

  @Tool({ name: 'plain', description: 'Does nothing.' })
  plain() {
    return 'done';
  }
}
