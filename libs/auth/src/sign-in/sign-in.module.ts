import { Module } from '@nestjs/common';
import { AuthModule } from '../auth.module';
import { GrantRevocations } from './grant-revocations';
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
  imports: [AuthModule],
  providers: [Seal, Records, People, Grants, GrantRevocations, SignIn],
  exports: [SignIn, People, Grants],
})
export class SignInModule {}
