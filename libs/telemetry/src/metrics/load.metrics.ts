import { McpHost, McpHttpHost } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { gauge } from './metric';

/** What a process has under way. Collected: to keep it would cost each call. */
@Injectable()
export class LoadMetrics {
  constructor({ load }: McpHost, http: McpHttpHost) {
    gauge({
      name: 'mcp_calls_running',
      help: 'Calls of tools, resources and prompts that run.',
      collect: () => [{ value: load.running }],
    });
    gauge({
      name: 'mcp_calls_queued',
      help: 'Calls that wait for a place: MAX_CONCURRENT_CALLS, or maxConcurrent of their feature.',
      collect: () => [{ value: load.queued }],
    });
    gauge({
      name: 'mcp_sessions',
      help: 'Legacy sessions that are held.',
      collect: () => [{ value: http.openSessions }],
    });
    gauge({
      name: 'mcp_streams',
      help: 'Open streams that wait for news.',
      collect: () => [{ value: http.openStreams }],
    });
  }
}
