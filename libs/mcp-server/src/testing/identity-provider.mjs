/**
 * A real identity provider (oidc-provider) on a free port, as a process of its own: it is an ES
 * module, which Jest's CommonJS cannot load. It prints its issuer, and ends with its stdin.
 */
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [redirectUri] = process.argv.slice(2);

const configuration = {
  clients: [
    {
      client_id: 'person',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: [redirectUri],
    },
    {
      client_id: 'server',
      client_secret: 'the-secret-of-the-server',
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_basic',
      // At whatever port, since it is a loopback address.
      redirect_uris: ['http://127.0.0.1/oauth/callback/real'],
    },
    {
      client_id: 'machine',
      client_secret: 'the secret of the machine',
      redirect_uris: [],
      response_types: [],
      grant_types: ['client_credentials'],
    },
  ],
  pkce: { required: () => true },
  features: {
    clientCredentials: { enabled: true },
    // Its pages for sign-in and consent take anybody.
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      // What the client asks for in `resource` becomes the audience of its token (RFC 8707).
      getResourceServerInfo: (_context, resource) => ({
        audience: resource,
        scope: 'invoices:read invoices:pay',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
      useGrantedResource: () => true,
    },
  },
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on('request', new Provider(issuer, configuration).callback());
  console.log(`issuer ${issuer}`);
});
process.stdin.on('end', () => process.exit(0)).resume();
