import type { Implementation } from '@modelcontextprotocol/server';

export interface NamedServerOptions {
  /** Of its path, `/mcp/<server>`: 1 to 32 of `a-z 0-9 -`, a letter first; not `protected` or `server-card`. */
  readonly server: string;
  /**
   * How it describes itself, where that differs from the main server. Default name: that of the main
   * server with `-<server>` after it.
   */
  readonly serverInfo?: Partial<Implementation>;
  /** For the model: how to use this server. */
  readonly instructions?: string;
}

const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** Below `/mcp` they are paths of the main server. */
const RESERVED = ['protected', 'server-card'];

/** A server beside the main one, as a module names it. Several modules may name the same. */
export class NamedServer {
  readonly name: string;

  /** @throws {Error} the name is no path segment of this kind, or is reserved */
  constructor(readonly options: NamedServerOptions) {
    const { server } = options;
    this.name = server;
    if (NAME.test(server) && !RESERVED.includes(server)) return;
    throw new Error(
      `McpModule.forFeature: ${JSON.stringify(server)} is no name of a server. Use 1 to 32 of the characters a-z 0-9 -, a letter first, and not ${RESERVED.join(' or ')}.`,
    );
  }
}
