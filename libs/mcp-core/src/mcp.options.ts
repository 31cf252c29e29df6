import type { Implementation } from '@modelcontextprotocol/server';
import type { Type } from '@nestjs/common';
import type { Absent } from './catalog/absent';
import type { Hosting } from './catalog/served-on.decorator';
import type { ServerDescription } from './engine/server-description';

export abstract class McpOptions implements ServerDescription {
  abstract readonly serverInfo: Implementation;
  /** For the model: how to use this server. */
  abstract readonly instructions?: string;
  /** A secret that all replicas share; `requestState` is signed with a key made of it. */
  abstract readonly stateSecret: string;
  /**
   * Whether a class with decorated methods that no module provides stops the start. Default true;
   * tests, which load more classes than they serve, turn it off.
   */
  abstract readonly everyClass?: boolean;
  /**
   * Classes with decorated methods that this server leaves to another one, of a library that both
   * have. Any other that no module provides stops the start.
   */
  abstract readonly notServed?: readonly Type[];
  /**
   * Providers that stand for something which this host does not have: features of classes that depend
   * on one are left out, and the log says so.
   */
  abstract readonly absent?: Absent;
  /** What the server runs as: features that say by `@ServedOn` that they are for others are left out. */
  abstract readonly hosting?: Hosting;
}
