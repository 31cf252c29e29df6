import { Tool, ToolContext } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { actorOf } from '../orders/actor';
import {
  pauseOrder,
  type PauseOrder,
  resumeOrder,
  type ResumeOrder,
} from '../orders/order-schemas';
import { ScalingOrders } from '../orders/scaling-orders';
import { ScalingStatus } from '../status/scaling-status';
import { clockText } from '../status/status-text';
import { type PauseView, pauseView } from '../status/target-status';
import { followed, toolResult } from './tool-result';
import { pauseSchema, resumeSchema } from './view-schemas';

const ordered = { readOnlyHint: false, destructiveHint: true, openWorldHint: false };

@Injectable()
export class ScalingPauseTools {
  constructor(
    private readonly orders: ScalingOrders,
    private readonly status: ScalingStatus,
  ) {}

  @Tool({
    name: 'scaling_pause',
    title: 'Pause scaling',
    description:
      'Leaves a scaling target as it is: neither its schedule nor overrides change it, until a time or until it is resumed. All targets by `all`, which needs `until`.',
    input: pauseOrder,
    output: z.object({ pause: pauseSchema, until: z.string().nullable() }),
    scopes: ['scaling:write'],
    annotations: ordered,
  })
  async scalingPause(order: PauseOrder, { auth }: ToolContext) {
    const pause = pauseView(await followed(this.orders.pause(order, actorOf(auth))));
    const { paused, targets } = await this.status.report();
    const own = targets.find(({ target }) => target === pause.target);
    // A pause of all that lasts longer counts.
    const until = (own === undefined ? paused : own.paused)?.until ?? null;
    const what = pause.target ?? 'every target';
    const zones = new Set(targets.map(({ timeZone }) => timeZone));
    const [common = 'UTC'] = zones;
    const zone = own?.timeZone ?? (zones.size === 1 ? common : 'UTC');
    const end = until === null ? 'it is resumed' : clockText(until, zone);
    const by = until === pause.until ? '' : ', by a pause that lasts longer';
    const text = `From now until ${end} ${what} is left as it is${by}. Overrides do not change that.`;
    return toolResult(text, { pause, until });
  }

  @Tool({
    name: 'scaling_resume',
    title: 'Resume scaling',
    description:
      'Ends the pause of a scaling target, or without `target` that of all; tells of pauses that hold nevertheless.',
    input: resumeOrder,
    output: resumeSchema,
    scopes: ['scaling:write'],
    annotations: { ...ordered, idempotentHint: true },
  })
  async scalingResume(order: ResumeOrder, { auth }: ToolContext) {
    const wasPaused = await followed(this.orders.resume(order, actorOf(auth)));
    const stillPaused = await this.status.pausesOf(order.target);
    const what = order.target ?? 'The targets';
    const own = order.target === undefined ? undefined : await this.status.of(order.target);
    const first = wasPaused ? 'Resumed.' : 'There was no such pause.';
    const lines = stillPaused.map(
      ({ target, by, until }: PauseView) =>
        `Still paused: ${target ?? 'all targets'}, by ${by}, until ${until === null ? 'somebody resumes it' : clockText(until, own?.timeZone ?? 'UTC')}.`,
    );
    const rest = lines.length === 0 ? ` ${what} follow what is wanted within a minute.` : '';
    return toolResult([`${first}${rest}`, ...lines].join('\n'), { wasPaused, stillPaused });
  }
}
