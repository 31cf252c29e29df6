import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AuthModule } from '../auth.module';
import { BearerExchanges } from './credentials/bearer-exchanges';
import { CallerPersons } from './credentials/caller-person';
import { CredentialEvents } from './credentials/credential-events';
import { CredentialStore } from './credentials/credential-store';
import { Credentials } from './credentials/credentials';
import { LinkTickets } from './credentials/link-tickets';
import { LinkedServices } from './credentials/linked-services';
import { Linking } from './credentials/linking';
import { Renewals } from './credentials/renewals';
import { Resealing } from './credentials/resealing';
import { Services } from './credentials/services';
import { UpstreamTokens } from './credentials/upstream-tokens';
import { GrantRevocations } from './grant-revocations';
import { DisabledPeople } from './people/disabled-people';
import { Grants } from './people/grants';
import { People } from './people/people';
import { Records } from './server/records';
import { Seal } from './server/seal';
import { SignIn } from './sign-in';

/**
 * Where people sign in, if `AUTH_PROVIDERS` says so. Needs the global `ConfigModule`, `McpModule` and
 * `DatabaseModule`, the latter with `authSchema`.
 */
@Module({
  imports: [AuthModule, DiscoveryModule],
  providers: [
    ...[Seal, Records, People, Grants, GrantRevocations, DisabledPeople, SignIn],
    ...[Services, CredentialStore, CredentialEvents, Renewals, BearerExchanges, LinkTickets],
    ...[CallerPersons, LinkedServices, Linking, UpstreamTokens, Resealing, Credentials],
  ],
  exports: [SignIn, People, Grants, LinkedServices, Resealing],
})
export class SignInModule {}
