import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from './actor';

export type ClientAction =
  | 'client.created'
  | 'client.updated'
  | 'client.secret_rotated'
  | 'client.disabled'
  | 'client.enabled'
  | 'client.deleted'
  | 'key.created'
  | 'key.revoked';

/** Says in the log who changed which client, at level `info`; what came of it, but no secret. */
@Injectable()
export class ChangeLog {
  private readonly logger = new Logger('Clients');

  note(
    action: ClientAction,
    actor: Actor,
    client: { readonly id: string; readonly name: string },
    details: Readonly<Record<string, unknown>> = {},
  ): void {
    const { id: clientId, name: clientName } = client;
    const msg = `${action}: ${clientName}`;
    this.logger.log({ action, by: actor.name, clientId, clientName, ...details, msg });
  }
}
