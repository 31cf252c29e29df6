import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/** One api that can be scaled, as its platform knows it. Times are milliseconds since 1970. */
export interface ScaledTarget {
  workers: number;
  /** What was ordered, in its order. */
  readonly orders: { readonly at: number; readonly workers: number }[];
  looks: number;
}

export interface FleetBehaviour {
  /** Milliseconds from an order until its workers are there. */
  readonly settlesInMs?: number;
  /** Milliseconds that each answer takes. */
  readonly answersInMs?: number;
}

export interface FleetRules {
  /** Those that have more for an hour. */
  readonly overridden?: readonly string[];
  /** When that begins: milliseconds since 1970, a full second. */
  readonly from?: number;
  /** One that has no hours, and comes up when it is called. */
  readonly asleep?: string;
}

/** Many apis that can be scaled, as the driver of processes sees them, of a platform that is slow. */
export class ScaledFleet {
  readonly targets = new Map<string, ScaledTarget>();
  private port = 0;
  private readonly server = createServer(
    // Who is killed in the middle of a request sends no more of it.
    (request, response) => void this.answer(request, response).catch(() => response.destroy()),
  );

  private constructor(private readonly behaviour: FleetBehaviour) {}

  static async start(
    names: readonly string[],
    behaviour: FleetBehaviour = {},
  ): Promise<ScaledFleet> {
    const fleet = new ScaledFleet(behaviour);
    for (const name of names) fleet.targets.set(name, { workers: 2, orders: [], looks: 0 });
    fleet.server.listen(0, '127.0.0.1');
    await once(fleet.server, 'listening');
    fleet.port = (fleet.server.address() as AddressInfo).port;
    return fleet;
  }

  /** Rules by which each should have as many workers as it has, from 2 to 10, at all times. */
  rules({ overridden = [], from = 0, asleep }: FleetRules = {}): string {
    const allDay = `['00:00-12:00', '12:00-24:00']`;
    const url = (name: string) => `http://127.0.0.1:${this.port}/${name}`;
    const iso = (at: number) => new Date(at).toISOString().replace('.000', '');
    const [begin, end] = [iso(from), iso(from + 3_600_000)];
    const offHours =
      `, hours: { weekdays: [], weekends: [] }, off_hours: { min: 2, max: 2 }` +
      `, on_demand: { idle: 30m, size: { min: 7, max: 7 } }`;
    const targets = [...this.targets.keys()].map(
      (name) =>
        `  - { name: ${name}, platform: process, url: '${url(name)}', on_hours: { min: 2, max: 10 }` +
        `${name === asleep ? offHours : ''} }`,
    );
    const overrides = overridden.map(
      (target) =>
        `  - { target: ${target}, from: '${begin}', until: '${end}', size: { min: 5, max: 5 } }`,
    );
    return [
      `hours: { weekdays: ${allDay}, weekends: ${allDay} }`,
      ...['targets:', ...targets],
      ...(overrides.length > 0 ? ['overrides:', ...overrides] : []),
    ].join('\n');
  }

  target(name: string): ScaledTarget {
    const target = this.targets.get(name);
    if (target === undefined) throw new Error(`there is no target ${name}`);
    return target;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { settlesInMs = 0, answersInMs = 0 } = this.behaviour;
    const target = this.target(request.url?.slice(1) ?? '');
    if (request.method === 'PUT') {
      const { workers } = (await json(request)) as { workers: number };
      target.orders.push({ at: Date.now(), workers });
      target.workers = workers;
    } else {
      target.looks += 1;
    }
    const since = Date.now() - (target.orders.at(-1)?.at ?? 0);
    const ready = since < settlesInMs ? 0 : target.workers;
    const body = JSON.stringify({ workers: { desired: target.workers, ready } });
    if (answersInMs > 0) await pause(answersInMs);
    response.setHeader('content-type', 'application/json');
    response.end(body);
  }
}
