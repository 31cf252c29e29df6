import { Tool, ToolContext } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { actorOf } from '../orders/actor';
import { targetName } from '../orders/order-schemas';
import { ScalingOrders } from '../orders/scaling-orders';
import { clockText, whyNotText } from '../status/status-text';
import { wakeView } from '../status/wake-view';
import { followed, toolResult } from './tool-result';
import { wakeSchema } from './view-schemas';

const Input = z.strictObject({ target: targetName });

@Injectable()
export class ScalingWakeTool {
  constructor(private readonly orders: ScalingOrders) {}

  @Tool({
    name: 'scaling_wake',
    title: 'Wake a target',
    description:
      'Has a scaling target that serves on demand come up now, for as long as it is called; tells what keeps it down, where something does.',
    input: Input,
    output: wakeSchema,
    scopes: ['scaling:wake'],
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  })
  async scalingWake({ target }: z.infer<typeof Input>, { auth }: ToolContext) {
    const wake = await followed(this.orders.wake(target, actorOf(auth)));
    const view = wakeView(wake);
    const clock = (instant: string) => clockText(instant, wake.timeZone);
    const until = `until ${clock(view.until)} at least, unless something else ends it`;
    const inTheWay = whyNotText(view.whyNot);
    const text = {
      up: `${target} is up, ${until}.`,
      waking: `${target} comes up, usually by ${clock(view.expectedBy)}, ${until}.`,
      held: `${target} does not come up.`,
    }[view.state];
    return toolResult(inTheWay === '' ? text : `${text} ${inTheWay}.`, view);
  }
}
