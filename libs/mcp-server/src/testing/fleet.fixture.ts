import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Imports } from '../server-options';
import { TestApi } from './api.fixture';

/** Replicas behind one address, which takes each request to the next of them. */
export class Fleet {
  replicas: TestApi[] = [];
  private readonly front = createServer((incoming, outgoing) => this.pass(incoming, outgoing));
  private count = 0;
  /** Requests that each of them has not answered yet. */
  private readonly open = new Map<TestApi, number>();

  private constructor(
    private readonly features: Imports[number],
    private readonly environment: Record<string, string>,
  ) {}

  /** @param environment of each replica */
  static async start(
    size: number,
    features: Imports[number],
    environment: Record<string, string>,
  ): Promise<Fleet> {
    const fleet = new Fleet(features, environment);
    await once(fleet.front.listen(0, '127.0.0.1'), 'listening');
    while (fleet.replicas.length < size) fleet.replicas.push(await fleet.startOne());
    return fleet;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.front.address() as AddressInfo).port}`;
  }

  /** Replaces one after the other, as a rollout does: a new one is there before an old one ends. */
  async roll(changes: Record<string, string>): Promise<void> {
    Object.assign(this.environment, changes);
    for (const old of [...this.replicas]) {
      const next = await this.startOne();
      this.replicas = this.replicas.map((one) => (one === old ? next : one));
      while ((this.open.get(old) ?? 0) > 0) await new Promise((resolve) => setImmediate(resolve));
      await old.stop();
    }
  }

  async stop(): Promise<void> {
    this.front.closeAllConnections();
    await once(this.front.close(), 'close');
    await Promise.all(this.replicas.map((replica) => replica.stop()));
  }

  private startOne(): Promise<TestApi> {
    return TestApi.start({ ...this.environment, PUBLIC_URL: this.url }, this.features);
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const replica = this.replicas[this.count++ % this.replicas.length]!;
    this.open.set(replica, (this.open.get(replica) ?? 0) + 1);
    outgoing.once('close', () => this.open.set(replica, this.open.get(replica)! - 1));
    const { method, headers, url = '' } = incoming;
    const passed = request(replica.url + url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.once('error', () => outgoing.destroy());
    incoming.pipe(passed);
  }
}
