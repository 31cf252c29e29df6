import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LedgerEntry {
  readonly what: string;
  /** The id of the process. */
  readonly pid: number;
  /** By `performance.now()`. */
  readonly at: number;
}

/** What the methods of tasks did, by their idempotency keys: outside of all that is killed. */
export class Ledger {
  readonly entries = new Map<string, LedgerEntry[]>();
  private readonly server = createServer((request, reply) => {
    const [, what = '', key = '', pid = ''] = (request.url ?? '').split('/');
    const entry = { what, pid: Number(pid), at: performance.now() };
    this.entries.set(key, [...this.of(key), entry]);
    reply.end();
  });

  static async open(): Promise<Ledger> {
    const ledger = new Ledger();
    ledger.server.listen(0, '127.0.0.1');
    await once(ledger.server, 'listening');
    return ledger;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  of(key: string): readonly LedgerEntry[] {
    return this.entries.get(key) ?? [];
  }

  /** Those of one kind of one task. */
  all(key: string, what: string): readonly LedgerEntry[] {
    return this.of(key).filter((entry) => entry.what === what);
  }

  /** The tasks whose method runs in this process, as far as it said. */
  heldBy(pid: number): string[] {
    return [...this.entries]
      .filter(([, entries]) => {
        const last = entries.at(-1);
        return last?.what === 'begun' && last.pid === pid;
      })
      .map(([key]) => key);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
