import { Tool, ToolError } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { targetName } from '../orders/order-schemas';
import { ScalingStatus } from '../status/scaling-status';
import { statusText } from '../status/status-text';
import { toolResult } from './tool-result';
import { statusSchema } from './view-schemas';

const Input = z.object({
  target: targetName.optional().describe('Only this target. Default: all of them.'),
});

@Injectable()
export class ScalingStatusTool {
  constructor(private readonly status: ScalingStatus) {}

  @Tool({
    name: 'scaling_status',
    title: 'Scaling status',
    description:
      'Tells of each scaling target how many replicas are wanted and how many run, why, when that changes next, and which overrides and pauses hold, and what keeps it from being as wanted. Texts have the time of the target, the structured content UTC.',
    input: Input,
    output: statusSchema,
    scopes: ['scaling:read'],
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  })
  async scalingStatus({ target }: z.infer<typeof Input>) {
    const report = await this.status.report();
    const targets = report.targets.filter((one) => target === undefined || one.target === target);
    if (target !== undefined && targets.length === 0) {
      const names = report.targets.map((one) => one.target).join(', ');
      throw new ToolError(
        `No target is named "${target}". Targets: ${names === '' ? 'none' : names}.`,
      );
    }
    const lines = targets.map(statusText);
    if (report.rules === null) lines.push('No worker has looked at the targets yet.');
    for (const fault of report.rules?.faults ?? []) lines.push(`Fault of the rules: ${fault}`);
    return toolResult(lines.join('\n'), { ...report, targets });
  }
}
