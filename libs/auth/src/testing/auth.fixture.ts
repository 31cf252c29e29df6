import type { IncomingHttpHeaders } from 'node:http';
import { createHarness } from '@repo/mcp-core/testing';
import type { Provider } from '@nestjs/common';
import { AuthModule } from '../auth.module';
import { Authenticator, type AuthDemand } from '../authentication/authenticator';
import { ProtectedResources } from '../discovery/protected-resources';
import { TokenSigner } from '../tokens/token-signer';

export const PUBLIC_URL = 'https://mcp.example.com';

/** The library in an application of its own, spoken to as `/mcp`. */
export async function authHarness(environment: Record<string, string>, providers: Provider[] = []) {
  const harness = await createHarness({
    environment: { PUBLIC_URL, ...environment },
    imports: [AuthModule],
    providers,
  });
  const resources = harness.get(ProtectedResources);
  const authenticator = harness.get(Authenticator);
  return {
    authenticate: (headers: IncomingHttpHeaders, demand: AuthDemand = 'required', path = '/mcp') =>
      authenticator.authenticate({ headers }, demand, resources.at(path)),
    signer: harness.get(TokenSigner),
    close: () => harness.close(),
  };
}
