import { Clock } from '@acme/mcp-core';
import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ClientStore } from '../storage/client-store';

/** Milliseconds. */
const WRITE_MS = 60_000;

/** Notes when clients and keys were last used: in memory, and once a minute in the database. */
@Injectable()
export class LastUse implements OnModuleInit, BeforeApplicationShutdown {
  private clients = new Map<string, number>();
  private keys = new Map<string, number>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly store: ClientStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.write(), WRITE_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** @param keyId where it came with a key */
  of(clientId: string, keyId?: string): void {
    const now = this.clock.now();
    this.clients.set(clientId, now);
    if (keyId !== undefined) this.keys.set(keyId, now);
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
