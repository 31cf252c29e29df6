import { setTimeout as delay } from 'node:timers/promises';
import { Tool, type ToolContext } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Input = z.object({ steps: z.int().min(1).max(100), pauseMs: z.int().min(0).max(1_000) });

/** Works in steps and tells its progress after each. */
@Injectable()
export class SlowTool {
  @Tool({ name: 'slow', description: 'Takes its time and tells how far it is.', input: Input })
  async slow({ steps, pauseMs }: z.infer<typeof Input>, context: ToolContext) {
    for (let step = 1; step <= steps; step++) {
      await delay(pauseMs);
      context.progress(step, steps);
    }
    return `Took ${steps} steps.`;
  }
}
