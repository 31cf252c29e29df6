import { Tool } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { historyFields, readHistory } from '../status/history-view';
import { ScalingStore } from '../storage/scaling-store';
import { toolResult } from './tool-result';
import { historySchema } from './view-schemas';

const Input = z.object({
  ...historyFields,
  limit: z.int().min(1).max(100).default(20).describe('Events of a page.'),
});

@Injectable()
export class ScalingHistoryTool {
  constructor(private readonly store: ScalingStore) {}

  @Tool({
    name: 'scaling_history',
    title: 'Scaling history',
    description:
      'Tells what was done about the scaling targets, newest first: what the schedule changed, what failed, and who ordered overrides and pauses.',
    input: Input,
    output: historySchema,
    scopes: ['scaling:read'],
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  })
  async scalingHistory(query: z.infer<typeof Input>) {
    const page = await readHistory(this.store.history, query);
    const lines = page.events.map(
      ({ at, target, action, outcome, why, actor }) =>
        `${at} ${target ?? 'all targets'}: ${action} ${outcome} by ${actor}: ${why}`,
    );
    if (lines.length === 0) lines.push('Nothing happened.');
    if (page.next !== null) lines.push(`There is more: give the cursor ${page.next}.`);
    return toolResult(lines.join('\n'), page);
  }
}
