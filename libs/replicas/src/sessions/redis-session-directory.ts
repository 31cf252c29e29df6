import {
  SessionDirectory,
  SessionsUnavailableError,
  type SessionRecord,
  type SessionUpdate,
} from '@repo/mcp-core';
import type { Connections } from '../connections';
import { isSessionId } from '../keys';
import { changedFields, ENDED, fromHash, toHash } from './session-hash';

/** Milliseconds beyond the idle time-out, since a process prolongs a session only at intervals. */
const EXPIRY_MARGIN_MS = 20_000;

/** Replaces the record, unless the session was removed. */
const SAVE = `
if redis.call('HEXISTS', KEYS[1], '${ENDED}') == 1 then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1`;

/** Changes one field of a session that exists. */
const UPDATE = `
if redis.call('HEXISTS', KEYS[1], 'principal') == 0 then return 0 end
redis.call(unpack(ARGV))
return 1`;

/** Sessions in Redis: a hash each, which expires with the session. */
export class RedisSessionDirectory extends SessionDirectory {
  private readonly lifeMs: number;

  constructor(
    private readonly connections: Connections,
    { sessionIdleTimeoutMs }: { readonly sessionIdleTimeoutMs: number },
  ) {
    super();
    this.lifeMs = sessionIdleTimeoutMs + EXPIRY_MARGIN_MS;
  }

  async save(record: SessionRecord): Promise<void> {
    const fields = Object.entries(toHash(record)).flat();
    await this.run((redis) =>
      redis.eval(SAVE, 1, this.connections.keys.session(record.id).record, this.lifeMs, ...fields),
    );
  }

  async update(id: string, update: SessionUpdate): Promise<void> {
    const [command, field = '', ...value] = changedFields(update);
    const { record } = this.connections.keys.session(id);
    const done = await this.run((redis) =>
      redis.eval(UPDATE, 1, record, command, record, field, ...value),
    );
    if (done !== 1) throw new SessionsUnavailableError('the record is missing');
  }

  async find(id: string): Promise<SessionRecord | undefined> {
    if (!isSessionId(id)) return undefined;
    const hash = await this.read(id);
    const record = fromHash(id, hash);
    const mayBeRestored = !(ENDED in hash) && this.connections.isRecovering;
    if (record === undefined && mayBeRestored)
      throw new SessionsUnavailableError('Redis is recovering');
    return record;
  }

  async renew(record: SessionRecord): Promise<SessionRecord | undefined> {
    const hash = await this.read(record.id);
    if (ENDED in hash) return undefined;
    const found = fromHash(record.id, hash);
    if (found === undefined) await this.save(record);
    return found ?? record;
  }

  async remove(id: string): Promise<void> {
    const { record, ...others } = this.connections.keys.session(id);
    await this.run((redis) =>
      redis
        .multi()
        .del(record, ...Object.values(others))
        .hset(record, ENDED, '1')
        .pexpire(record, this.lifeMs)
        .exec(),
    );
  }

  evict(): void {
    // An unused record expires.
  }

  /** Reads and prolongs it. */
  private async read(id: string): Promise<Record<string, string>> {
    const { record } = this.connections.keys.session(id);
    const [hash] = await this.run((redis) =>
      Promise.all([redis.hgetall(record), redis.pexpire(record, this.lifeMs)]),
    );
    return hash;
  }

  private async run<T>(command: (redis: Connections['commands']) => Promise<T>): Promise<T> {
    try {
      return await command(this.connections.commands);
    } catch (error) {
      throw new SessionsUnavailableError(error);
    }
  }
}
