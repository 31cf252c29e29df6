import type { Params } from '../protocol/json-rpc';
import type { Change } from './change-bus';

/** The notification of a change; the same in both eras. */
export function notificationOf(change: Change): { method: string; params: Params } {
  switch (change.kind) {
    case 'tools_list_changed':
      return { method: 'notifications/tools/list_changed', params: {} };
    case 'prompts_list_changed':
      return { method: 'notifications/prompts/list_changed', params: {} };
    case 'resources_list_changed':
      return { method: 'notifications/resources/list_changed', params: {} };
    case 'resource_updated':
      return { method: 'notifications/resources/updated', params: { uri: change.uri } };
  }
}
