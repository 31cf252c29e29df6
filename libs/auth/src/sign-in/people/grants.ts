import { Injectable } from '@nestjs/common';
import { OWN_CLIENT } from '../credentials/own-sign-in';
import { Records } from '../server/records';

/** That a client may act for a person. */
export interface GrantView {
  /** Names it in requests; nobody can use it for anything else. */
  readonly id: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
}

interface KeptGrant {
  readonly clientId: string;
  readonly iat: number;
  readonly exp: number;
  readonly resources?: Readonly<Record<string, string>>;
}

/** What people have let clients do. */
@Injectable()
export class Grants {
  constructor(private readonly records: Records) {}

  /** Those of a person, the newest first. */
  async of(personId: string): Promise<readonly GrantView[]> {
    const kept = await this.records.ofPerson<KeptGrant>('Grant', personId);
    const ofOthers = kept.filter(({ value }) => value.clientId !== OWN_CLIENT);
    return ofOthers.map(({ digest, value: { clientId, iat, exp, resources = {} } }) => ({
      ...{ id: digest, clientId },
      scopes: [...new Set(Object.values(resources).flatMap((scopes) => scopes.split(' ')))],
      createdAt: new Date(iat * 1_000).toISOString(),
      expiresAt: new Date(exp * 1_000).toISOString(),
    }));
  }

  /** Ends one of a person: its tokens stop within 5 s. @returns whether there was such a one */
  async end(personId: string, id: string): Promise<boolean> {
    const grants = await this.of(personId);
    if (!grants.some((grant) => grant.id === id)) return false;
    await this.records.endGrant(id);
    return true;
  }

  /** Signs a person out of all browsers; programs stay as they are. */
  endSessions(personId: string): Promise<void> {
    return this.records.endSessions(personId);
  }

  /** Ends all of a person, and signs them out of all browsers. */
  async endAll(personId: string): Promise<void> {
    const grants = await this.of(personId);
    await this.endSessions(personId);
    for (const { id } of grants) await this.records.endGrant(id);
  }
}
