export { AuthModule } from './auth.module';
export { Authenticator, type AuthDemand } from './authentication/authenticator';
export { type Caller } from './authentication/caller';
export { UnauthenticatedError } from './authentication/unauthenticated.error';
export { ScopesInterceptor } from './authorization/scopes.interceptor';
