import type { ObservedRequest } from '@acme/mcp-core';
import { Injectable } from '@nestjs/common';

type McpRequest = ObservedRequest['request'];

/** Requests whose call an interceptor records; what else asked for one never became a call. */
@Injectable()
export class RecordedRequests {
  private readonly requests = new WeakSet<McpRequest>();

  add(request: McpRequest): void {
    this.requests.add(request);
  }

  has(request: McpRequest): boolean {
    return this.requests.has(request);
  }
}
