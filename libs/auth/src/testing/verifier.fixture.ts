import { loadConfig } from '@repo/config';
import { ManualClock } from '@repo/foundation/testing';
import { Logger } from '@nestjs/common';
import type { Caller } from '../authentication/caller';
import { ProtectedResource } from '../resource/protected-resource';
import { PublicUrl } from '../resource/public-url';
import { IssuerRegistry } from '../tokens/issuer-registry';
import { OwnIssuer } from '../tokens/own-issuer';
import { TokenSigner } from '../tokens/token-signer';
import { TokenVerifier } from '../tokens/token.verifier';

export const RESOURCE = 'https://mcp.example.com/mcp';

// What is refused is logged at debug.
Logger.overrideLogger(false);

/** A verifier without an application around it. */
export function tokenVerifier(environment: Record<string, string> = {}) {
  const clock = new ManualClock();
  const settings = { PUBLIC_URL: 'https://mcp.example.com', ENVIRONMENT: 'test', ...environment };
  const { auth, identityProvider, server } = loadConfig(settings);
  const own = new OwnIssuer(auth, new PublicUrl(server));
  const issuers = new IssuerRegistry(identityProvider, own, clock);
  const verifier = new TokenVerifier(issuers, identityProvider, clock);
  const { origin } = new URL(RESOURCE);
  const resource = new ProtectedResource('/mcp', () => origin);
  return {
    clock,
    issuers,
    own,
    signer: new TokenSigner(own, clock),
    resource,
    /** As a request to `/mcp`, or to another path. */
    verify: (token: string, path = '/mcp'): Caller | undefined | Promise<Caller> =>
      verifier.verify(
        token,
        path === '/mcp' ? resource : new ProtectedResource(path, () => origin),
      ),
  };
}
