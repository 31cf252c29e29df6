import { type Envelope, initializeRequest, legacyRequest, type Params } from './envelope';
import { answerOf, post } from './wire';

/**
 * Opens a session of 2025-11-25 by hand.
 *
 * @returns its id
 */
export async function openSession(url: URL, capabilities: Params = {}): Promise<string> {
  const reply = await post(url, initializeRequest(capabilities));
  const session = reply.headers.get('mcp-session-id');
  if (session === null) throw new Error(`No session: ${JSON.stringify(answerOf(reply))}`);
  await post(url, legacyNotification(session, 'notifications/initialized'));
  return session;
}

export function legacyNotification(session: string, method: string, params: Params = {}): Envelope {
  return legacyMessage(session, { method, params });
}

/** The client's answer to a request of the server. */
export function legacyResponse(session: string, id: unknown, result: Params): Envelope {
  return legacyMessage(session, { id, result });
}

function legacyMessage(session: string, message: Params): Envelope {
  const { headers } = legacyRequest(session, 0, '');
  return { headers, body: { jsonrpc: '2.0', ...message } };
}
