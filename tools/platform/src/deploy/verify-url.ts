import { z } from 'zod';
import { DeployError } from './deploy.error';

const TIMEOUT_MS = 15_000;
const PROTOCOL_VERSION = '2026-07-28';
const toolList = z.object({ result: z.object({ tools: z.array(z.unknown()).nonempty() }) });

/**
 * Asks an MCP endpoint for its tools, as a client would: what is in front of the process, such as
 * a load balancer, is checked too.
 *
 * @param token sent as a bearer token where the endpoint asks for one
 * @throws {DeployError} FAILED with the status and the beginning of the answer
 */
export async function verifyUrl(url: string, token: string | undefined): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': PROTOCOL_VERSION,
      'mcp-method': 'tools/list',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: Error) => {
    const { message } = error.cause instanceof Error ? error.cause : error;
    throw new DeployError('FAILED', `${url} does not answer: ${message}`);
  });
  const text = await response.text();
  if (response.ok && toolList.safeParse(parse(text)).success) return;
  const shown = text.slice(0, 300);
  throw new DeployError('FAILED', `${url} lists no tools: ${response.status} ${shown}`);
}

const params = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': PROTOCOL_VERSION,
    'io.modelcontextprotocol/clientInfo': { name: 'deploy', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
