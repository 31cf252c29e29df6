/** The keys and channels of one deployment in Redis. */
export class Keys {
  /** Stream: the last changes that clients are told of. */
  readonly changes: string;
  /** Channel: a change, just logged. */
  readonly changesChannel: string;
  /** Channel: what all replicas should hear. */
  readonly allChannel: string;
  /** Channels: what one replica should hear; its id follows. */
  readonly replicaChannel: string;

  /** @param prefix of the deployment, such as `name:production` */
  constructor(private readonly prefix: string) {
    this.changes = `${prefix}:mcp:changes`;
    this.changesChannel = this.changes;
    this.allChannel = `${prefix}:mcp:replicas`;
    this.replicaChannel = `${prefix}:mcp:replica:`;
  }

  /** The braces keep what one session has on one node of a Cluster. */
  session(id: string) {
    const record = `${this.prefix}:mcp:session:{${id}}`;
    return {
      /** Hash: who it belongs to, and what the client agreed to and changed. */
      record,
      /** Streams of events, and the characters that each holds. */
      calls: `${record}:calls`,
      callsSize: `${record}:calls:size`,
      standalone: `${record}:standalone`,
      standaloneSize: `${record}:standalone:size`,
      /** Hash: the replica that owns a stream. */
      owners: `${record}:owners`,
      /** Hash: the request that a running stream answers. */
      running: `${record}:running`,
    };
  }

  /** There as long as the replica lives. */
  alive(replica: string): string {
    return `${this.prefix}:mcp:replica:${replica}:alive`;
  }
}

/** What this server gives out as the id of a session; anything else need not be asked for. */
export function isSessionId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
