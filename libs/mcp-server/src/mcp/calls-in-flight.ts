import type { HttpHandler, HttpRequest } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';

/**
 * Counts the calls that a stopping process waits for. Streams that only wait for news, a session's
 * GET and `subscriptions/listen`, are none: they would never end.
 */
@Injectable()
export class CallsInFlight {
  private count = 0;
  private readonly waiting: (() => void)[] = [];

  /** The same handler, its calls counted. */
  counted(handler: HttpHandler): HttpHandler {
    return {
      handle: (request) => {
        if (isCall(request)) this.begin(request);
        return handler.handle(request);
      },
    };
  }

  /** Resolves when there is none. */
  idle(): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private begin(request: HttpRequest): void {
    this.count += 1;
    request.onDisconnect(this.end);
  }

  private readonly end = (): void => {
    this.count -= 1;
    if (this.count === 0) for (const tell of this.waiting.splice(0)) tell();
  };
}

function isCall({ method, headers }: HttpRequest): boolean {
  return method === 'POST' && headers['mcp-method'] !== 'subscriptions/listen';
}
