import { bearerChallenge, withResourceMetadata } from './challenge';
import { ProtectedResource } from './protected-resource';

const resource = new ProtectedResource('/billing/mcp', () => 'https://mcp.example.com');
const metadata =
  'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/billing/mcp"';

describe('a challenge', () => {
  it('says what is wrong, what is needed, and where to learn more', () => {
    expect(bearerChallenge({})).toBe('Bearer');
    expect(bearerChallenge({ error: 'insufficient_scope', scopes: ['a', 'b'], resource })).toBe(
      `Bearer error="insufficient_scope", scope="a b", ${metadata}`,
    );
  });

  it('is completed by the endpoint that sends it', () => {
    const complete = (status: number, challenge?: string) => {
      const headers: Record<string, string> = challenge ? { 'www-authenticate': challenge } : {};
      return withResourceMetadata(status, headers, resource)['www-authenticate'];
    };
    expect(complete(401)).toBe(`Bearer ${metadata}`);
    expect(complete(401, 'Bearer')).toBe(`Bearer ${metadata}`);
    expect(complete(403, 'Bearer scope="a"')).toBe(`Bearer scope="a", ${metadata}`);
    expect(complete(401, `Bearer ${metadata}`)).toBe(`Bearer ${metadata}`);
    expect(complete(403)).toBeUndefined();
  });
});
