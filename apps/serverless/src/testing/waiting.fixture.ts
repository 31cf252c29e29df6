import { Tool, ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { callEvent } from './function.fixture';

const Input = z.object({ tells: z.boolean() });

/** What becomes of calls that wait. */
class Fates {
  readonly began: (() => void)[] = [];
  readonly cancelled: (() => void)[] = [];

  next(of: 'began' | 'cancelled'): Promise<void> {
    return new Promise((resolve) => this[of].push(resolve));
  }
}

export const fates = new Fates();

@Injectable()
class WaitTool {
  @Tool({ name: 'wait', description: 'Waits until it is cancelled.', input: Input })
  async wait({ tells }: z.infer<typeof Input>, context: ToolContext) {
    if (tells) context.progress(1, 2);
    fates.began.splice(0).forEach((tell) => tell());
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    fates.cancelled.splice(0).forEach((tell) => tell());
    return 'cancelled';
  }
}

@Module({ providers: [WaitTool] })
export class WaitFeatures {}

export interface Event {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A call that streams, since its client wants to know how far it is; or that says nothing. */
export function waitEvent(tells: boolean): Event {
  const event = callEvent('wait', { tells }) as Event;
  const message = JSON.parse(event.body) as { params: { _meta: object } };
  const _meta = { ...message.params._meta, progressToken: 1 };
  return {
    ...event,
    body: JSON.stringify({ ...message, params: { ...message.params, _meta } }),
  };
}

/** A subscription, which has no end. */
export function listenEvent(): Event {
  const event = callEvent('wait') as Event;
  const message = JSON.parse(event.body) as { params: { _meta: object } };
  const headers = { ...event.headers };
  delete headers['mcp-name'];
  const params = { _meta: message.params._meta, notifications: { toolsListChanged: true } };
  return {
    ...event,
    headers: { ...headers, 'mcp-method': 'subscriptions/listen' },
    body: JSON.stringify({ ...message, method: 'subscriptions/listen', params }),
  };
}
