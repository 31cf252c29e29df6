import { Module, type DynamicModule } from '@nestjs/common';
import { ServerIdentity } from './server-options';

/** Lets everything in a server say whose it is. */
@Module({})
export class ServerIdentityModule {
  static forRoot(identity: ServerIdentity): DynamicModule {
    return {
      module: ServerIdentityModule,
      global: true,
      providers: [{ provide: ServerIdentity, useValue: identity }],
      exports: [ServerIdentity],
    };
  }
}
