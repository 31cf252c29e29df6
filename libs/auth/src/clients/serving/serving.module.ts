import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '../../auth.module';
import { TokenEndpoint } from '../granting/token-endpoint';
import { Argon2Threads } from '../hashing/argon2-threads';
import { ClientDatabase } from '../storage/client-database';
import { OnDemandRevocations } from '../verification/on-demand-revocations';
import { ClientRevocations } from '../verification/client-revocations';
import { LastUse } from '../verification/last-use';
import { SERVING } from './serving.providers';
import { UrlClientDatabase } from './url-client-database';

/**
 * Lets stored clients in and changes none, without TypeORM and without timers: for processes that
 * must start fast and may be frozen between two requests. Whoever serves one calls
 * `LastUse.writeWhenDue` after it. Needs the global `ConfigModule` and `McpModule`, and a schema that
 * is up to date.
 */
@Module({})
export class ServingClientsModule {
  /** @param url of the database, which is connected to when a credential is first looked up */
  static forRoot(url: string): DynamicModule {
    return {
      module: ServingClientsModule,
      imports: [AuthModule],
      providers: [
        ...SERVING,
        Argon2Threads,
        LastUse,
        { provide: ClientDatabase, useFactory: () => new UrlClientDatabase(url) },
        { provide: ClientRevocations, useClass: OnDemandRevocations },
      ],
      exports: [LastUse, TokenEndpoint],
    };
  }
}
