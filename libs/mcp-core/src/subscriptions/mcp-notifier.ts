import type { ServerEventBus } from '@modelcontextprotocol/server';

/**
 * Notifies clients of changes. Inject it where a change is made: in a module that names a server it
 * notifies the clients of that one, elsewhere those of the main one.
 */
export class McpNotifier {
  constructor(private readonly changes: ServerEventBus) {}

  toolsChanged(): void {
    this.changes.publish({ kind: 'tools_list_changed' });
  }

  promptsChanged(): void {
    this.changes.publish({ kind: 'prompts_list_changed' });
  }

  resourcesChanged(): void {
    this.changes.publish({ kind: 'resources_list_changed' });
  }

  /** Goes to the clients that subscribed to this URI. */
  resourceUpdated(uri: string): void {
    this.changes.publish({ kind: 'resource_updated', uri });
  }
}
