import { Clock, isObject } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { PublicUrl } from '../../resource/public-url';
import { Seal } from '../server/seal';
import type { CredentialKey } from './credential-store';

export const LINK_PATH = '/oauth/link';

/** Milliseconds in which a person may open the page. */
const TICKET_MS = 900_000;

const PLACE = 'link ticket';

/**
 * The address of the page where a person links an account. It says, sealed, whom it is for, so it
 * is of no use to anybody else, and lets nobody in by itself.
 */
@Injectable()
export class LinkTickets {
  constructor(
    private readonly seal: Seal,
    private readonly url: PublicUrl,
    private readonly clock: Clock,
  ) {}

  addressFor({ personId, service }: CredentialKey): string {
    const until = this.clock.now() + TICKET_MS;
    const ticket = this.seal.seal({ personId, service, until }, PLACE).toString('base64url');
    return `${this.url.origin}${LINK_PATH}/${ticket}`;
  }

  /** @returns undefined for what is none, or none any more */
  read(ticket: string): CredentialKey | undefined {
    const read = this.seal.open(Buffer.from(ticket, 'base64url'), PLACE);
    if (!isObject(read)) return undefined;
    const { personId, service, until } = read as unknown as CredentialKey & { until: number };
    return until > this.clock.now() ? { personId, service } : undefined;
  }
}
