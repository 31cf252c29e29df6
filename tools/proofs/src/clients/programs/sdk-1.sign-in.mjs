/** The SDK's version 1, signing a person in: revisions until 2025-11-25. */
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { asPerson, listenForPerson } from './loopback.mjs';
import { textOf } from './sdk-2.sign-in.mjs';

export async function connect({ url, ...settings }) {
  const { provider, whenBack, close } = await listenForPerson(settings);
  const transport = () =>
    new StreamableHTTPClientTransport(new URL(url), { authProvider: provider });
  const steps = {
    isUnauthorized: (error) => error instanceof UnauthorizedError,
    whenBack,
    finish: (parameters) => transport().finishAuth(parameters.get('code')),
  };
  const connected = async () => {
    const client = new Client({ name: 'sdk-1', version: '1' });
    await client.connect(transport());
    return client;
  };
  const client = await asPerson(connected, steps);
  return {
    call: (name) => asPerson(() => textOf(client, name), steps),
    close: () => client.close().finally(close),
  };
}
