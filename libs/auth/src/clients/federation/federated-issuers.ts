import { SignInConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuthorizationServer } from '../../discovery/authorization-server';
import { RemoteKeySet } from '../../keys/remote-key-set';
import type { KnownIssuer } from './read-issuers';

/** An issuer with its keys. */
export interface FederatedIssuer extends KnownIssuer {
  readonly keys: RemoteKeySet;
}

/** Whose assertions are exchanged for tokens of this server, by the file of `AUTH_ISSUERS`. */
@Injectable()
export class FederatedIssuers implements OnModuleInit {
  private issuers: readonly FederatedIssuer[] = [];

  constructor(
    private readonly config: SignInConfig,
    private readonly server: AuthorizationServer,
    private readonly clock: Clock,
  ) {}

  /** @throws {Error} what is wrong with the file */
  onModuleInit(): void {
    if (this.config.issuers === undefined) return;
    // Loaded where it is needed: functions must start fast.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- at once, unlike `import()`
    const { readIssuers } = require('./read-issuers') as typeof import('./read-issuers');
    const { clock } = this;
    this.issuers = readIssuers(this.config.issuers).map((known) => {
      const { issuer, jwksUrl } = known;
      return { ...known, keys: new RemoteKeySet({ issuer, jwksUrl, clock }) };
    });
    this.server.takeAssertions({
      ofPeople: this.issuers.some(({ isOfPeople }) => isOfPeople),
      ofWorkloads: this.issuers.some(({ isOfPeople }) => !isOfPeople),
    });
  }

  /** Whether there are any. */
  get isEmpty(): boolean {
    return this.issuers.length === 0;
  }

  /** @param type of the assertion: one issuer may vouch for people and for workloads */
  find(issuer: unknown, type: string): FederatedIssuer | undefined {
    return this.issuers.find(
      (known) => known.issuer === issuer && known.types.includes(type.toLowerCase()),
    );
  }
}
