import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** Milliseconds that a change takes, for two of them to meet in. */
const CHANGE_MS = 150;

/**
 * An api that can be scaled, as the driver of processes sees it. It counts how many orders it works
 * on together. The first part of a path is who asks.
 */
export class ScaledApi {
  /** Its name in rules, which no other test uses. */
  readonly target = `api-${randomBytes(4).toString('hex')}`;
  workers = 1;
  readonly ordersBy: string[] = [];
  mostAtOnce = 0;
  /** Leaves orders without an answer. */
  isStuck = false;
  private atOnce = 0;
  private port = 0;
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  static async start(): Promise<ScaledApi> {
    const api = new ScaledApi();
    api.server.listen(0, '127.0.0.1');
    await once(api.server, 'listening');
    api.port = (api.server.address() as AddressInfo).port;
    return api;
  }

  /** Rules by which it should have two workers at all times. */
  rules(who: string): string {
    return `
hours: { monday: ['00:00-12:00', '12:00-24:00'], tuesday: ['00:00-12:00', '12:00-24:00'],
  wednesday: ['00:00-12:00', '12:00-24:00'], thursday: ['00:00-12:00', '12:00-24:00'],
  friday: ['00:00-12:00', '12:00-24:00'], weekends: ['00:00-12:00', '12:00-24:00'] }
targets:
  - name: ${this.target}
    platform: process
    url: http://127.0.0.1:${this.port}/${who}/size
    on_hours: { min: 2, desired: 2, max: 2 }
`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'PUT') await this.change(request, response);
    const { workers } = this;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ workers: { desired: workers, ready: workers } }));
  }

  private async change(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const order = (await json(request)) as { workers: number };
    this.ordersBy.push(request.url?.split('/')[1] ?? '');
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    if (this.isStuck) await once(response, 'close');
    else await new Promise((resolve) => setTimeout(resolve, CHANGE_MS));
    this.atOnce -= 1;
    if (!response.destroyed) this.workers = order.workers;
  }
}
