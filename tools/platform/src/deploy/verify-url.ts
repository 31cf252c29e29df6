import { z } from 'zod';
import { limited } from './abortable';
import { DeployError } from './deploy.error';
import { isTransientStatus } from './transient';

const TIMEOUT_MS = 15_000;
const PROTOCOL_VERSION = '2026-07-28';
const toolList = z.object({ result: z.object({ tools: z.array(z.unknown()).nonempty() }) });

/**
 * Asks an MCP endpoint for its tools, as a client would: what is in front of the process, such as
 * a load balancer, is checked too. Without a token the request to sign in, as RFC 9728 has it, is
 * enough: an MCP server that runs makes it.
 *
 * @param token sent as a bearer token where the endpoint asks for one
 * @param signal ends it early
 * @throws {DeployError} with the status and the beginning of the answer: ACCESS_DENIED where the
 *   token is missing or not taken, else FAILED
 */
export async function verifyUrl(
  url: string,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<void> {
  const { status, text, challenge } = await ask(url, token, signal);
  if (token === undefined && status === 401 && /resource_metadata=/.test(challenge)) return;
  if (status === 200 && toolList.safeParse(parse(text)).success) return;
  const isRefused = status === 401 || status === 403;
  const step = isRefused ? '\nIt asks for another token: set DEPLOY_VERIFY_TOKEN.' : '';
  throw new DeployError(
    isRefused ? 'ACCESS_DENIED' : 'FAILED',
    `${url} lists no tools: ${status} ${text.slice(0, 300)}${step}`,
    [],
    { transient: isTransientStatus(status) },
  );
}

async function ask(url: string, token: string | undefined, signal: AbortSignal | undefined) {
  try {
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
      signal: limited(TIMEOUT_MS, signal),
    });
    const challenge = response.headers.get('www-authenticate') ?? '';
    return { status: response.status, challenge, text: await response.text() };
  } catch (error) {
    signal?.throwIfAborted();
    const { message, cause } = error as { message: string; cause?: { message?: string } };
    const text = `${url} does not answer: ${cause?.message ?? message}`;
    throw new DeployError('FAILED', text, [], { cause: error, transient: true });
  }
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
