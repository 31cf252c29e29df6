/** All keys and channels begin with it. */
const PREFIX = 'acme:mcp';

/** What one session has in Redis. The braces keep it on one node of a Cluster. */
export function sessionKeys(id: string) {
  const record = `${PREFIX}:session:{${id}}`;
  return {
    /** Hash: who it belongs to, and what the client agreed to and changed. */
    record,
    /** Streams of events, and the characters that each holds. */
    calls: `${record}:calls`,
    callsSize: `${record}:calls:size`,
    standalone: `${record}:standalone`,
    standaloneSize: `${record}:standalone:size`,
    /** Hash: the replica that carries a stream. */
    carriers: `${record}:carriers`,
    /** Hash: the request that a running stream answers. */
    running: `${record}:running`,
  };
}

/** Stream: the last changes that clients are told of. */
export const CHANGES = `${PREFIX}:changes`;

/** Channel: a change, just logged. */
export const CHANGES_CHANNEL = `${PREFIX}:changes`;

/** Channel: what all replicas should hear. */
export const ALL_CHANNEL = `${PREFIX}:replicas`;

/** Channels: what one replica should hear; its id follows. */
export const REPLICA_CHANNEL = `${PREFIX}:replica:`;

/** There as long as the replica lives. */
export function aliveKey(replica: string): string {
  return `${PREFIX}:replica:${replica}:alive`;
}

/** What this server gives out as the id of a session; anything else need not be asked for. */
export function isSessionId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
