import { Module } from '@nestjs/common';
import { Authenticator } from './authentication/authenticator';
import { ScopesInterceptor } from './authorization/scopes.interceptor';

/** Who calls, and what they may do. Needs the global `ConfigModule`. */
@Module({
  providers: [Authenticator, ScopesInterceptor],
  exports: [Authenticator],
})
export class AuthModule {}
