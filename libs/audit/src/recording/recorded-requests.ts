import type { ObservedRequest } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';

type McpRequest = ObservedRequest['request'];

/**
 * Requests under way whose call an interceptor records; what else asked for one never became a call.
 * Each is taken out again when it has ended, which a weak set would leave to the collector, at a
 * price that every call pays.
 */
@Injectable()
export class RecordedRequests {
  private readonly requests = new Set<McpRequest>();

  add(request: McpRequest): void {
    this.requests.add(request);
  }

  /** Forgets a request that has ended. @returns whether it was one of these */
  take(request: McpRequest): boolean {
    return this.requests.delete(request);
  }
}
