import { once } from 'node:events';
import { request, type Agent, type ClientRequest } from 'node:http';
import { ask } from '../measure/ask';
import { createCall, type Call } from '../measure/call';
import { inParallel } from '../measure/in-parallel';
import type { ServerProcess } from '../measure/server-process';

export const INITIALIZE = createCall('legacy', 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: { elicitation: {}, sampling: {}, roots: { listChanged: true } },
  clientInfo: { name: 'bench', version: '1.0.0' },
});

/** @returns the ids of new sessions, each of which was used once */
export async function openSessions({ url }: ServerProcess, count: number): Promise<string[]> {
  return inParallel(32, new Array<undefined>(count).fill(undefined), async () => {
    const { headers, text } = await ask(url, INITIALIZE);
    const id = headers.get('mcp-session-id');
    if (id === null) throw new Error(`No session: ${text}`);
    await ask(url, createCall('legacy', 'ping', {}, { 'mcp-session-id': id }));
    return id;
  });
}

export async function endSession({ url }: ServerProcess, id: string): Promise<void> {
  await fetch(url, { method: 'DELETE', headers: { 'mcp-session-id': id } });
}

/**
 * Opens an event stream that waits for news, and reads it until its request is destroyed.
 *
 * @param call what opens it by POST; a session's GET stream without
 */
export async function openStream(
  { url }: ServerProcess,
  headers: Readonly<Record<string, string>>,
  agent: Agent,
  call?: Call,
): Promise<ClientRequest> {
  const stream = request(url, {
    agent,
    method: call === undefined ? 'GET' : 'POST',
    headers: { accept: 'text/event-stream', ...call?.headers, ...headers },
  });
  stream.end(call?.body);
  // Ended by us at the end of the measurement.
  stream.on('error', () => undefined);
  const [response] = (await once(stream, 'response')) as [
    NodeJS.ReadableStream & { statusCode?: number },
  ];
  response.on('error', () => undefined).resume();
  if (response.statusCode !== 200) throw new Error(`A stream was answered ${response.statusCode}.`);
  return stream;
}
