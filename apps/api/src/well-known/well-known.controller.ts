import {
  AuthorizationServer,
  ProtectedResources,
  type AuthorizationServerMetadata,
  type ResourceMetadata,
} from '@repo/auth';
import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common';

const RESOURCE = 'oauth-protected-resource';

/** Seconds. A change of the sign-in should reach clients within minutes. */
const MAX_AGE = 'public, max-age=300';

/**
 * How clients find out where and how to sign in. All of it is public, and read by pages of any origin:
 * a client in a browser asks before it has a token.
 */
@Controller('.well-known')
export class WellKnownController {
  constructor(
    private readonly resources: ProtectedResources,
    private readonly server: AuthorizationServer,
  ) {}

  @Get(RESOURCE)
  @Header('access-control-allow-origin', '*')
  @Header('cache-control', MAX_AGE)
  resource(): ResourceMetadata {
    return found(this.resources.metadata(''));
  }

  @Get(`${RESOURCE}/*`)
  @Header('access-control-allow-origin', '*')
  @Header('cache-control', MAX_AGE)
  resourceAt(@Param('*') path: string): ResourceMetadata {
    return found(this.resources.metadata(`/${path}`));
  }

  @Get('oauth-authorization-server')
  @Header('access-control-allow-origin', '*')
  @Header('cache-control', MAX_AGE)
  authorizationServer(): AuthorizationServerMetadata {
    return found(this.server.metadata());
  }

  @Get('jwks.json')
  @Header('access-control-allow-origin', '*')
  @Header('cache-control', MAX_AGE)
  jwks() {
    return this.server.jwks();
  }
}

/** @throws {NotFoundException} there is none */
function found<T>(document: T | undefined): T {
  if (document === undefined) throw new NotFoundException();
  return document;
}
