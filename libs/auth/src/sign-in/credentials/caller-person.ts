import { IdentityProviderConfig } from '@repo/config';
import { ToolError, type Client } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { OwnIssuer } from '../../tokens/own-issuer';
import { Services } from './services';

/** Who calls, as far as credentials of theirs go. */
export interface CallerPerson {
  /** As people of the sign-in have it; undefined for one who could not sign in here. */
  readonly personId: string | undefined;
  /** Of the token that they came with, where it is not this server. */
  readonly foreignIssuer: string | undefined;
  readonly clientId: string;
}

/** Tells which person a caller is. */
@Injectable()
export class CallerPersons {
  constructor(
    private readonly own: OwnIssuer,
    private readonly identityProvider: IdentityProviderConfig,
    private readonly services: Services,
  ) {}

  /** @param title of what they need to be somebody for @throws {ToolError} they are nobody */
  of(auth: Client['auth'], title: string): CallerPerson {
    const { subject, issuer } = auth?.extra ?? {};
    const isPerson =
      typeof subject === 'string' && typeof issuer === 'string' && subject !== auth?.clientId;
    if (auth === undefined || !isPerson) throw new ToolError(nobody(auth?.clientId, title));
    const { clientId } = auth;
    if (issuer === this.own.issuer)
      return { personId: subject, foreignIssuer: undefined, clientId };
    if (issuer !== this.identityProvider.issuer) throw new ToolError(nobody(clientId, title));
    const provider = this.services.providerOf(issuer);
    const personId = provider && `${provider.id}:${subject}`;
    return { personId, foreignIssuer: issuer, clientId };
  }
}

function nobody(clientId: string | undefined, title: string): string {
  const who =
    clientId === undefined
      ? 'this caller is anonymous'
      : clientId === 'local'
        ? 'over stdio there is none'
        : `${clientId} is a machine or an API key`;
  return `${title} is used as the person who calls, and ${who}. Connect over HTTP with a program that signs a person in.`;
}
