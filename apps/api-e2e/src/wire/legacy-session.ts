import { initializeRequest, legacyRequest, type Params } from './envelope';
import { answerOf, post } from './wire';

/**
 * Opens a session of 2025-11-25 by hand.
 *
 * @returns its id
 */
export async function openSession(url: URL): Promise<string> {
  const reply = await post(url, initializeRequest());
  const session = reply.headers.get('mcp-session-id');
  if (session === null) throw new Error(`No session: ${JSON.stringify(answerOf(reply))}`);
  await notify(url, session, 'notifications/initialized');
  return session;
}

async function notify(
  url: URL,
  session: string,
  method: string,
  params: Params = {},
): Promise<void> {
  const { headers, body } = legacyRequest(session, 0, method, params);
  delete body['id'];
  await post(url, { headers, body });
}
