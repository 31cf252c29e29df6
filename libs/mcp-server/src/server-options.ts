import type { OwnSection } from '@repo/config';
import type { DatabaseFeature } from '@repo/database';
import type { ModuleMetadata, Type } from '@nestjs/common';

export type Imports = NonNullable<ModuleMetadata['imports']>;

/** What a server is called. Injectable in all that it serves. */
export abstract class ServerIdentity {
  /** The folder of its app in `apps`: its name in logs, and in the commands of the workspace. */
  abstract readonly app: string;
  /** Its name in the protocol and in the lists of clients: that of no other server of the platform. */
  abstract readonly name: string;
  /** What people see. */
  abstract readonly title: string;
  /** The release that runs, of the app's package.json. */
  abstract readonly version: string;
}

/** What a server serves. */
export interface ServedFeatures extends ServerIdentity {
  /** For the model: how to use this server. */
  readonly instructions?: string;
  /** The modules with the tools, resources and prompts to serve. */
  readonly features: Imports;
  /**
   * Classes with features that another server serves, where a library has those of both. Any other
   * class that is loaded and provided by no module stops the start.
   */
  readonly notServed?: readonly Type[];
}

/** One MCP server: all that distinguishes it from another one of the same platform. */
export interface ServerOptions extends ServedFeatures {
  /** The configuration of the features, beside that of the platform. */
  readonly sections?: readonly OwnSection[];
  /** All tables of its database, loaded when there is something to store. */
  readonly database: () => Promise<{ readonly databaseFeatures: readonly DatabaseFeature[] }>;
  /** Of its features in `libs`, where the start says that generators put more; `mcp-features` by default. */
  readonly library?: string;
  /** The default of `PORT`, so that two servers run beside each other; 8000 by default. */
  readonly port?: number;
}
