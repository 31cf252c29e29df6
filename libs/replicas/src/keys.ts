/** The keys and channels of one server of a deployment in Redis. */
export class Keys {
  /** Stream: the last changes. */
  readonly changes: string;
  /** Channel: changes as they are logged. */
  readonly changesChannel: string;
  /** Channel: messages to all replicas. */
  readonly allChannel: string;
  /** Channels: messages to one replica; its id follows. */
  readonly replicaChannel: string;

  private readonly prefix: string;

  /**
   * @param deployment the prefix of its keys, such as `name:production`
   * @param server its name: another one has other features, so neither sessions nor changes are shared
   */
  constructor(deployment: string, server: string) {
    this.prefix = `${deployment}:mcp:${server}`;
    this.changes = `${this.prefix}:changes`;
    this.changesChannel = this.changes;
    this.allChannel = `${this.prefix}:replicas`;
    this.replicaChannel = `${this.prefix}:replica:`;
  }

  /** The braces keep all keys of one session on one node of a Cluster. */
  session(id: string) {
    const record = `${this.prefix}:session:{${id}}`;
    return {
      /** Hash: the `SessionRecord`. */
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

  /** The heartbeat of a replica; it expires with it. */
  alive(replica: string): string {
    return `${this.prefix}:replica:${replica}:alive`;
  }
}

/** Whether it has the form of the session ids of this server; others need no look-up. */
export function isSessionId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
