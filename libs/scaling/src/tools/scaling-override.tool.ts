import { Tool, ToolContext, ToolError } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { actorOf } from '../orders/actor';
import { overrideId, overrideOrder } from '../orders/order-schemas';
import { ScalingOrders } from '../orders/scaling-orders';
import { ScalingStatus } from '../status/scaling-status';
import { overrideText, statusText } from '../status/status-text';
import { overrideView } from '../status/target-status';
import { followed, toolResult } from './tool-result';
import { overrideSchema } from './view-schemas';

const Input = z.object({
  ...overrideOrder.shape,
  target: overrideOrder.shape.target.optional(),
  until: overrideOrder.shape.until.optional(),
  cancel: overrideId
    .optional()
    .describe('Ends the override with this id instead; nothing else is given then.'),
});

const Output = z.object({ done: z.enum(['set', 'cancelled']), override: overrideSchema });

@Injectable()
export class ScalingOverrideTool {
  constructor(
    private readonly orders: ScalingOrders,
    private readonly status: ScalingStatus,
  ) {}

  @Tool({
    name: 'scaling_override',
    title: 'Override scaling',
    description:
      'Keeps a scaling target at another size than its schedule says, until a time: "keep staging up until 22:00". It is followed within a minute and ends by itself. Of several the largest counts. Tells when it will really hold, and what is in the way. Can end one early as well, by `cancel`.',
    input: Input,
    output: Output,
    scopes: ['scaling:write'],
    annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
  })
  async scalingOverride(
    { cancel, target, until, ...order }: z.infer<typeof Input>,
    { auth }: ToolContext,
  ) {
    const by = actorOf(auth);
    if (cancel !== undefined) {
      if (target !== undefined || until !== undefined) {
        throw new ToolError('Give either `cancel` alone, or `target` and `until`.');
      }
      const override = overrideView(await followed(this.orders.cancelOverride(cancel, by)));
      const status = await this.status.of(override.target);
      const now = status === undefined ? '' : ` ${statusText(status)}`;
      const text = `Cancelled; it holds no more within a minute.${now}`;
      return toolResult(text, { done: 'cancelled' as const, override });
    }
    if (target === undefined || until === undefined) {
      throw new ToolError(
        '`target` and `until` are needed, or `cancel` with the id of an override.',
      );
    }
    const stored = await followed(this.orders.override({ ...order, target, until }, by));
    const override = await this.status.outlook(stored);
    const status = await this.status.of(target);
    const text = status === undefined ? 'Kept.' : overrideText(override, status);
    return toolResult(text, { done: 'set' as const, override });
  }
}
