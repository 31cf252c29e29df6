import { randomBytes } from 'node:crypto';
import type { ReceivedSpan } from '@repo/telemetry/testing';

/** The span of whoever calls, which is made by no process of ours. */
export class CallerSpan {
  readonly traceId = randomBytes(16).toString('hex');
  readonly spanId = randomBytes(8).toString('hex');

  get traceparent(): string {
    return `00-${this.traceId}-${this.spanId}-01`;
  }
}

/** The spans of a trace, each with those below it, from the caller's span on. */
export class TraceTree {
  private readonly spans: readonly ReceivedSpan[];

  constructor(
    received: readonly ReceivedSpan[],
    private readonly caller: CallerSpan,
  ) {
    this.spans = received.filter(({ traceId }) => traceId === caller.traceId);
  }

  get size(): number {
    return this.spans.length;
  }

  /** Whose parent is not there: more than none is no tree. */
  get orphans(): readonly string[] {
    const ids = new Set([this.caller.spanId, ...this.spans.map(({ spanId }) => spanId)]);
    return this.spans.filter(({ parentSpanId }) => !ids.has(parentSpanId)).map(({ name }) => name);
  }

  /** The services and replicas that have a part in it. */
  get instances(): ReadonlySet<unknown> {
    return new Set(this.spans.map(({ resource }) => resource['service.instance.id']));
  }

  below(parentSpanId = this.caller.spanId): readonly ReceivedSpan[] {
    return this.spans.filter((span) => span.parentSpanId === parentSpanId);
  }

  all(name: RegExp): readonly ReceivedSpan[] {
    return this.spans.filter((span) => name.test(span.name));
  }

  /** The names from the caller down to each span without children. */
  paths(parentSpanId = this.caller.spanId, above: readonly string[] = []): readonly string[] {
    return this.below(parentSpanId).flatMap(({ spanId, name }) => {
      const path = [...above, name];
      const further = this.paths(spanId, path);
      return further.length > 0 ? further : [path.join(' > ')];
    });
  }
}
