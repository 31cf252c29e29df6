/** The SDK's version 2, signing a person in. */
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { asPerson, listenForPerson } from './loopback.mjs';

export async function connect({ url, era, ...settings }) {
  const { provider, whenBack, close } = await listenForPerson(settings);
  const transport = () =>
    new StreamableHTTPClientTransport(new URL(url), { authProvider: provider });
  const steps = {
    isUnauthorized: (error) => error instanceof UnauthorizedError,
    whenBack,
    finish: (parameters) => transport().finishAuth(parameters),
  };
  const mode = era === 'legacy' ? 'legacy' : { pin: '2026-07-28' };
  const connected = async () => {
    const client = new Client({ name: 'sdk-2', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(transport());
    return client;
  };
  const client = await asPerson(connected, steps);
  return {
    call: (name) => asPerson(() => textOf(client, name), steps),
    close: () => client.close().finally(close),
  };
}

export const textOf = async (client, name) =>
  (await client.callTool({ name, arguments: {} })).content[0].text;
