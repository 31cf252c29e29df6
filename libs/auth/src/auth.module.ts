import { RedisConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { REDIS, type RedisConnection } from '@repo/redis';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ApiKeyVerifier } from './authentication/api-key.verifier';
import { Authenticator } from './authentication/authenticator';
import { AuthorizationInterceptor } from './authorization/authorization.interceptor';
import { ScopeVisibility } from './authorization/scope-visibility';
import { Counters } from './limits/counters';
import { FailedSignIns } from './limits/failed-sign-ins';
import { RateLimitInterceptor } from './limits/rate-limit.interceptor';
import { RequestLimits } from './limits/request-limits';
import { SharedCounts } from './limits/shared-counts';
import { SharedLockouts } from './limits/shared-lockouts';
import { AuthorizationServer } from './discovery/authorization-server';
import { ProtectedResources } from './discovery/protected-resources';
import { PublicUrl } from './resource/public-url';
import { TokenBinding } from './dpop/token-binding';
import { SeenOnce } from './replay/seen-once';
import { IssuerRegistry } from './tokens/issuer-registry';
import { OwnIssuer } from './tokens/own-issuer';
import { TokenSigner } from './tokens/token-signer';
import { TokenVerifier } from './tokens/token.verifier';

/** Who calls, and what they may do. Needs the global `ConfigModule` and `McpModule`. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    PublicUrl,
    ProtectedResources,
    OwnIssuer,
    IssuerRegistry,
    AuthorizationServer,
    TokenSigner,
    TokenVerifier,
    ApiKeyVerifier,
    SeenOnce,
    TokenBinding,
    Authenticator,
    AuthorizationInterceptor,
    ScopeVisibility,
    {
      provide: SharedCounts,
      inject: [Clock, RedisConfig, { token: REDIS, optional: true }],
      useFactory: (clock: Clock, { prefix }: RedisConfig, redis?: RedisConnection) =>
        redis && new SharedCounts(redis, prefix, clock),
    },
    {
      provide: SharedLockouts,
      inject: [Clock, RedisConfig, { token: REDIS, optional: true }],
      useFactory: (clock: Clock, { prefix }: RedisConfig, redis?: RedisConnection) =>
        redis && new SharedLockouts(redis, prefix, clock),
    },
    Counters,
    RequestLimits,
    FailedSignIns,
    RateLimitInterceptor,
  ],
  exports: [
    Authenticator,
    SeenOnce,
    TokenBinding,
    Counters,
    RequestLimits,
    FailedSignIns,
    PublicUrl,
    ProtectedResources,
    IssuerRegistry,
    AuthorizationServer,
    OwnIssuer,
    TokenSigner,
    TokenVerifier,
  ],
})
export class AuthModule {}
