/** A program on a person's machine, as the SDK has programs do it: what it keeps, and where it listens. */
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { show } from './person.mjs';

export async function listenForPerson({ home, registration, port }) {
  const file = join(home, 'sign-in.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const keep = (more) => writeFileSync(file, JSON.stringify(Object.assign(kept, more)));
  if (registration.kind === 'known') keep({ client: { client_id: registration.id } });
  let arrive;
  let arrived = new Promise((resolve) => (arrive = resolve));
  const redirectUrl = `http://127.0.0.1:${port}/oauth/callback`;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, redirectUrl);
    if (pathname !== '/oauth/callback') return response.writeHead(404).end();
    response.end('You can go back to the program.');
    arrive(searchParams);
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const provider = {
    redirectUrl,
    clientMetadata: {
      client_name: 'A program',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    ...(registration.kind === 'document' && { clientMetadataUrl: registration.url }),
    clientInformation: () => kept.client,
    saveClientInformation: (client) => keep({ client }),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => keep({ tokens }),
    redirectToAuthorization: (url) => show(url.href),
    saveCodeVerifier: (verifier) => keep({ verifier }),
    codeVerifier: () => kept.verifier,
    saveDiscoveryState: (discovered) => keep({ discovered }),
    discoveryState: () => kept.discovered,
  };
  return {
    provider,
    /** @returns the parameters that the person came back with */
    async whenBack() {
      const parameters = await arrived;
      arrived = new Promise((resolve) => (arrive = resolve));
      return parameters;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Does something, and once more when a person has signed in for it.
 *
 * @param isUnauthorized whether an error says that a person is asked
 * @param finish takes the parameters that they came back with
 */
export async function asPerson(action, { isUnauthorized, whenBack, finish }) {
  try {
    return await action();
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    await finish(await whenBack());
    return action();
  }
}
