import { ToolError } from '@repo/mcp-core';
import { withoutFragment } from './document';
import { FORM, type Operation, type SentParameter } from './operations';

export type Arguments = Readonly<Record<string, unknown>>;

/** What goes over the wire, but for the credential. */
export interface BuiltRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | ArrayBuffer;
}

/**
 * The request of a call, by the serialization of OpenAPI 3.1, section 4.8.12. No argument can lead it
 * to another address than the operation's: each is one segment of the path, or stands behind it.
 *
 * @param base ends before the paths of the document
 * @throws {ToolError} an argument cannot be part of a path
 */
export function buildRequest(operation: Operation, base: URL, sent: Arguments): BuiltRequest {
  const { parameters, method, path, body } = operation;
  const given = parameters.filter(({ argument }) => sent[argument] !== undefined);
  const url = new URL(base);
  url.pathname =
    url.pathname.replace(/\/$/, '') +
    withoutFragment(path).replace(/\{([^{}]+)\}/g, (_, name) => {
      const parameter = given.find((one) => one.in === 'path' && one.name === name);
      return parameter === undefined ? '' : segment(parameter, sent[parameter.argument]);
    });
  const headers: Record<string, string> = { accept: 'application/json, text/*;q=0.5' };
  for (const parameter of given) {
    const value = sent[parameter.argument];
    if (parameter.in === 'query') appendQuery(url.searchParams, parameter, value);
    if (parameter.in === 'header') headers[parameter.name] = headerValue(parameter, value);
  }
  const content = body === undefined ? undefined : sent[body.argument];
  if (body === undefined || content === undefined) return { url, method, headers };
  headers['content-type'] = body.mediaType;
  return { url, method, headers, body: encode(body.mediaType, content) };
}

/** Style `simple`: one segment, which no `..` or slash leaves. */
function segment({ argument }: SentParameter, value: unknown): string {
  const text = plain(value);
  checkSegment(argument, text);
  return encodeURIComponent(text);
}

/** @throws {ToolError} it would lead to another path */
export function checkSegment(argument: string, text: string): void {
  if (text !== '' && text !== '.' && text !== '..') return;
  throw new ToolError(`The argument ${argument} is "${text}", which is no part of a path.`);
}

/** Style `form`, exploded unless said; `deepObject` for objects that say so. */
function appendQuery(
  query: URLSearchParams,
  { name, style, explode = true }: SentParameter,
  value: unknown,
) {
  if (Array.isArray(value)) {
    if (explode) value.forEach((one) => query.append(name, plain(one)));
    else query.append(name, value.map(plain).join(','));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      query.append(style === 'deepObject' ? `${name}[${key}]` : key, plain(one));
    }
  } else query.append(name, plain(value));
}

function headerValue({ argument }: SentParameter, value: unknown): string {
  const text = plain(value);
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  throw new ToolError(`The argument ${argument} has characters that no header carries.`);
}

function encode(mediaType: string, content: unknown): string {
  if (!mediaType.startsWith(FORM)) return JSON.stringify(content);
  const form = new URLSearchParams();
  const flat = { name: '', argument: '', in: 'query' } as const;
  for (const [name, value] of Object.entries(content as object)) {
    appendQuery(form, { ...flat, name, style: 'deepObject' }, value);
  }
  return form.toString();
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
