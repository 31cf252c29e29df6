import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { ClientStore } from '../storage/client-store';

/** Milliseconds. */
export const WRITE_MS = 60_000;

/** Notes when clients and keys were last used: in memory, and once a minute in the database. */
@Injectable()
export class LastUse {
  private clients = new Map<string, number>();
  private keys = new Map<string, number>();
  private dueAt = 0;

  constructor(
    private readonly store: ClientStore,
    private readonly clock: Clock,
  ) {}

  /** @param keyId where it came with a key */
  of(clientId: string, keyId?: string): void {
    const now = this.clock.now();
    this.clients.set(clientId, now);
    if (keyId !== undefined) this.keys.set(keyId, now);
  }

  /** Writes, at most once a minute: for a process in which no timer runs between two requests. */
  async writeWhenDue(): Promise<void> {
    const now = this.clock.now();
    if (this.clients.size === 0 || now < this.dueAt) return;
    this.dueAt = now + WRITE_MS;
    await this.write();
  }

  /** What cannot be written is forgotten: it is a hint for people, and the next use comes soon. */
  async write(): Promise<void> {
    const { clients, keys } = this;
    this.clients = new Map();
    this.keys = new Map();
    await Promise.allSettled([
      this.store.noteUse('auth_client', clients),
      this.store.noteUse('auth_api_key', keys),
    ]);
  }
}
