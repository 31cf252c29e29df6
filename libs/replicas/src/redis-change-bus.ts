import { isObject } from '@repo/foundation';
import {
  ChangeBus,
  MAX_LOGGED,
  type Change,
  type ChangeListener,
  type LoggedChange,
} from '@repo/mcp-core';
import type { Connections } from './connections';

/** Logs and publishes a change. Arguments: maximum of entries, sender, change, channel. */
const PUBLISH = `
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'by', ARGV[2], 'change', ARGV[3])
redis.call('PUBLISH', ARGV[4], id .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
return id`;

const PLAIN_KINDS = ['tools_list_changed', 'prompts_list_changed', 'resources_list_changed'];

/** Changes that wait for Redis; further ones are delivered to this process's clients only. */
const MAX_IN_FLIGHT = 1_000;

/**
 * Changes of all replicas, published on a channel and logged in a stream. A change of this process is
 * delivered here when it has its position in the log, or without one during an outage.
 */
export class RedisChangeBus extends ChangeBus {
  private readonly listeners = new Set<ChangeListener>();
  private inFlight = 0;
  /** The position of the last change that was delivered here. */
  private lastPosition?: string;

  constructor(
    private readonly connections: Connections,
    /** The id of this replica. */
    private readonly self: string,
  ) {
    super();
    connections.subscribe([connections.keys.changesChannel], (_channel, text) => this.onText(text));
    connections.onReconnect(() => void this.catchUp());
  }

  publish(change: Change): void {
    if (this.inFlight >= MAX_IN_FLIGHT) return this.deliver(change);
    this.inFlight += 1;
    this.log(change)
      .then(
        (position) => this.deliver(change, position),
        () => this.deliver(change),
      )
      .finally(() => (this.inFlight -= 1));
  }

  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async tail(): Promise<string> {
    const [last] = await this.connections.commands.xrevrange(
      this.connections.keys.changes,
      '+',
      '-',
      'COUNT',
      1,
    );
    return last?.[0] ?? '0-0';
  }

  async since(position: string): Promise<readonly LoggedChange[]> {
    return (await this.read(position)).map(({ change, position }) => ({ change, position }));
  }

  private async log(change: Change): Promise<string> {
    const id = await this.connections.commands.eval(
      ...([PUBLISH, 1, this.connections.keys.changes, MAX_LOGGED, this.self] as const),
      JSON.stringify(change),
      this.connections.keys.changesChannel,
    );
    return String(id);
  }

  private onText(text: string): void {
    const [, position = '', by, json = ''] = /^(\S+) (\S+) (.*)$/s.exec(text) ?? [];
    const change = readChange(json);
    if (by !== this.self && change !== undefined) this.deliver(change, position);
  }

  private deliver(change: Change, position?: string): void {
    if (position !== undefined) this.lastPosition = position;
    for (const listener of [...this.listeners]) listener(change, position);
  }

  /** Delivers what the others published during an outage. */
  private async catchUp(): Promise<void> {
    const { lastPosition } = this;
    if (lastPosition === undefined) return;
    const missed = await this.read(lastPosition).catch(() => []);
    for (const { by, change, position } of missed)
      if (by !== this.self) this.deliver(change, position);
  }

  private async read(position: string): Promise<(LoggedChange & { by: string })[]> {
    const entries = await this.connections.commands.xrange(
      this.connections.keys.changes,
      `(${position}`,
      '+',
    );
    return entries.flatMap(([id, [, by = '', , json = '']]) => {
      const change = readChange(json);
      return change === undefined ? [] : [{ change, position: id, by }];
    });
  }
}

/** @returns undefined for what no process of this version publishes */
function readChange(json: string): Change | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (!isObject(value)) return undefined;
    const { kind, uri, server } = value;
    if (server !== undefined && typeof server !== 'string') return undefined;
    const isKnown =
      kind === 'resource_updated' ? typeof uri === 'string' : PLAIN_KINDS.includes(kind as string);
    return isKnown ? (value as unknown as Change) : undefined;
  } catch {
    return undefined;
  }
}
