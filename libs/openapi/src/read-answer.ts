import { ToolError } from '@repo/mcp-core';
import { oneLine } from './json-schema';
import type { Operation } from './operations';

/** Characters of an error's body that the model reads. */
const MAX_ERROR = 500;

/**
 * What a call returns of an answer: JSON as a value, other text as it is, and how to get the page
 * after it where the answer names one (RFC 8288, relation `next`).
 *
 * @param maxBytes of the body; a longer one is not read to its end
 * @throws {ToolError} the API refused, failed, or answered with too much or with no text
 */
export async function readAnswer(
  operation: Operation,
  response: Response,
  maxBytes: number,
): Promise<unknown> {
  if (!response.ok) throw await refused(response, maxBytes);
  if (response.status === 204 || operation.method === 'head') return { status: response.status };
  const mediaType = response.headers.get('content-type') ?? 'application/json';
  if (!/json|^text\/|xml/.test(mediaType)) {
    await response.body?.cancel();
    throw new ToolError(`The API answered with ${mediaType}, which is no text.`);
  }
  const text = await readText(response, maxBytes);
  const value = mediaType.includes('json') ? parsed(text) : text;
  const next = nextPage(operation, response);
  return next === undefined ? value : { value, next };
}

async function refused(response: Response, maxBytes: number): Promise<ToolError> {
  const { status, headers } = response;
  const said = oneLine(await readText(response, maxBytes).catch(() => ''), MAX_ERROR);
  const behind = said === '' ? '' : ` It said: ${said}`;
  if (status >= 300 && status < 400) {
    return new ToolError(`The API leads elsewhere (${status}), where nothing is sent.`);
  }
  if (status === 401 || status === 403) {
    return new ToolError(`The API does not let this server in (${status}).${behind}`);
  }
  if (status === 429 || status === 503) {
    const wait = headers.get('retry-after');
    const when =
      wait === null ? 'later' : `after ${oneLine(wait, 40)}${/^\d+$/.test(wait) ? ' s' : ''}`;
    return new ToolError(`The API is busy (${status}). Try again ${when}.`);
  }
  if (status >= 500)
    return new ToolError(`The API failed (${status}). Trying again may help.${behind}`);
  return new ToolError(`The API refused this (${status}).${behind}`);
}

export const tooLong = (maxBytes: number): ToolError =>
  new ToolError(`The answer has more than ${maxBytes} bytes. Ask for less of it.`);

/** @throws {ToolError} the body is too long */
async function readText({ body }: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the stream, so the rest is not sent.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLong(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    throw new ToolError('The API said that it answers with JSON, and did not.');
  }
}

/** The arguments that ask for the next page: those of its address that the operation knows. */
function nextPage({ parameters }: Operation, response: Response): object | undefined {
  const link = response.headers.get('link') ?? '';
  const target = link.split(/,(?=\s*<)/).find((one) => /;\s*rel="?next"?\s*(;|$)/.test(one));
  const address = /<([^<>]*)>/.exec(target ?? '')?.[1];
  if (address === undefined || !URL.canParse(address, 'https://any')) return undefined;
  const { searchParams } = new URL(address, 'https://any');
  const known = parameters.filter((one) => one.in === 'query' && searchParams.has(one.name));
  if (known.length === 0) return undefined;
  return Object.fromEntries(
    known.map(({ name, argument }) => {
      const text = searchParams.get(name) ?? '';
      return [argument, /^\d{1,15}$/.test(text) ? Number(text) : text];
    }),
  );
}
