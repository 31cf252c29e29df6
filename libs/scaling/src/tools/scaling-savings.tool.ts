import { Tool } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { readSavings, savingsQuery } from '../savings/savings-view';
import { ScalingStore } from '../storage/scaling-store';
import { toolResult } from './tool-result';
import { savingsSchema } from './view-schemas';

@Injectable()
export class ScalingSavingsTool {
  constructor(private readonly store: ScalingStore) {}

  @Tool({
    name: 'scaling_savings',
    title: 'Scaling savings',
    description:
      'Tells how many replica-hours, and how much money, scaling down outside of business hours has saved: by target and month, and in total.',
    input: savingsQuery,
    output: savingsSchema,
    scopes: ['scaling:read'],
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  })
  async scalingSavings(query: z.infer<typeof savingsQuery>) {
    const { savings, total } = await readSavings(this.store.savings, query);
    const money = Object.entries(total.savedMoney).map(([currency, sum]) => `${sum} ${currency}`);
    const worth = money.length === 0 ? '' : `, worth ${money.join(' and ')}`;
    const lines = [`${total.savedReplicaHours} replica-hours saved${worth}.`];
    for (const { target, month, savedReplicaHours, replicaHours } of savings) {
      lines.push(`${month} ${target}: ${savedReplicaHours} saved, ${replicaHours} run`);
    }
    return toolResult(lines.join('\n'), { savings, total });
  }
}
