import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { CredentialKey } from './credential-store';

/**
 * What happens to a credential: the person linked an account, or signed in; a tool used it for the
 * first time; it was renewed; the service takes it no more; somebody took it back.
 */
export type CredentialAction = 'linked' | 'used' | 'renewed' | 'refused' | 'revoked';

export interface CredentialEvent extends CredentialKey {
  readonly action: CredentialAction;
  /** The client that called, or who took it back; the person where they did it themselves. */
  readonly by: string;
}

/**
 * Where it is kept what happens to credentials. Any provider of the application that extends this
 * class is found at start. It must not throw, and must not keep anybody waiting.
 */
export abstract class CredentialTrail {
  abstract record(event: CredentialEvent): void;
}

/** Says what happens to credentials, in the log at `info` and to all trails; never a token. */
@Injectable()
export class CredentialEvents implements OnModuleInit {
  private readonly logger = new Logger('Credentials');
  private trails: readonly CredentialTrail[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const instances = this.discovery.getProviders().map(({ instance }) => instance as unknown);
    this.trails = [...new Set(instances)].filter((one) => one instanceof CredentialTrail);
  }

  note(action: CredentialAction, { personId, service }: CredentialKey, by = personId): void {
    const msg = `credential.${action}: ${service} of ${personId}`;
    this.logger.log({ action: `credential.${action}`, by, personId, service, msg });
    for (const trail of this.trails) trail.record({ action, personId, service, by });
  }
}
