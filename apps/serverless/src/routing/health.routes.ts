import type { HttpReply } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { version } from '../version';

/** Whether the function answers: that it does is all there is to tell. */
@Injectable()
export class HealthRoutes {
  readonly paths = ['/health', '/health/live', '/health/ready'] as const;

  answer(): HttpReply {
    return {
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify({ status: 'ok', version, timestamp: new Date().toISOString() }),
    };
  }
}
