import { Injectable } from '@nestjs/common';
import { ChangeBus } from './change-bus';

/** Notifies clients of changes. Inject it where a change is made. */
@Injectable()
export class McpNotifier {
  constructor(private readonly changes: ChangeBus) {}

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
