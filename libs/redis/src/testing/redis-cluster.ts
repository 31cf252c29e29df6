import { Redis } from 'ioredis';
import { RedisServer } from './redis-server';
import { until } from '@repo/foundation/testing';

const SLOTS = 16_384;
const NODES = 3;

/**
 * Milliseconds after which a node that does not answer counts as failed, and the Cluster with it.
 * Nodes that serve are given longer than a busy machine keeps one waiting.
 */
const SERVING_TIMEOUT_MS = 60_000;

/** A Cluster of three nodes that share the slots; there is no replica of any. */
export class RedisCluster {
  private readonly nodes = Array.from({ length: NODES }, () => new RedisServer({ cluster: true }));

  /** For `REDIS_URL`. */
  get url(): string {
    return `redis+cluster://${this.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  }

  /** Resolves when all nodes serve. */
  async start(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.start()));
    const clients = this.nodes.map(({ port }) => new Redis(port, '127.0.0.1'));
    const [first] = clients as [Redis];
    const [, bus] = /@(\d+)/.exec(await nodesOf(first)) ?? [];
    for (const [index, client] of clients.entries()) {
      const from = Math.ceil((index * SLOTS) / NODES);
      const to = Math.ceil(((index + 1) * SLOTS) / NODES) - 1;
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      await client.call('CLUSTER', 'ADDSLOTSRANGE', from, to);
      const port = this.nodes[0]?.port ?? 0;
      if (client !== first) await client.call('CLUSTER', 'MEET', '127.0.0.1', port, bus ?? '');
    }
    try {
      const allServe = async () => (await Promise.all(clients.map(serves))).every(Boolean);
      await until(allServe, 'nodes of the Cluster that know each other');
      for (const client of clients) {
        await client.config('SET', 'cluster-node-timeout', SERVING_TIMEOUT_MS);
      }
    } finally {
      for (const client of clients) client.disconnect();
    }
  }

  async remove(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.remove()));
  }
}

async function serves(client: Redis): Promise<boolean> {
  const state = String(await client.cluster('INFO'));
  const connected = (await nodesOf(client)).match(/\bconnected\b/g) ?? [];
  return state.includes('cluster_state:ok') && connected.length === NODES;
}

async function nodesOf(client: Redis): Promise<string> {
  return String(await client.cluster('NODES'));
}
