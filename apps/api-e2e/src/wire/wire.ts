import { createParser } from 'eventsource-parser';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Envelope } from './envelope';

/** A JSON-RPC message as it came over the wire. */
export interface WireMessage {
  id?: string | number | null;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { code: number; message: string; data?: unknown };
}

export interface WireReply {
  status: number;
  headers: Headers;
  text: string;
  /** What the body holds, be it JSON or an event stream; empty when it holds neither. */
  messages: WireMessage[];
}

/** Sends a body as it is and reads the whole reply. */
export async function send(url: URL, init: RequestInit): Promise<WireReply> {
  const response = await fetch(url, init);
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, text, messages: messagesOf(text, headers.get('content-type') ?? '') };
}

export function post(
  url: URL,
  { headers, body }: Envelope,
  init: RequestInit = {},
): Promise<WireReply> {
  return send(url, { method: 'POST', headers, body: JSON.stringify(body), ...init });
}

/** A message and the id of the event that brought it. */
export interface StreamedMessage {
  eventId?: string;
  message: WireMessage;
}

/** Sends a message and hands out what is streamed back while it comes. */
export async function* stream(url: URL, init: RequestInit): AsyncGenerator<StreamedMessage> {
  const { body, status } = await fetch(url, init);
  if (body === null) throw new Error(`No stream in the reply (${status}).`);
  const events = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { id, data } of events) {
    if (data !== '') yield { eventId: id, message: JSON.parse(data) as WireMessage };
  }
}

/** The reply's last message: the answer, after whatever notifications came before it. */
export function answerOf({ messages, status, text }: WireReply): WireMessage {
  const answer = messages.at(-1);
  if (answer === undefined) throw new Error(`No message in the reply (${status}): ${text}`);
  return answer;
}

/** HTTP status and JSON-RPC error code of a reply. */
export function refusalOf(reply: WireReply): [status: number, code: number | undefined] {
  return [reply.status, answerOf(reply).error?.code];
}

/** All text of a tool's result, of an error, or of both. */
export function wordsOf(message: WireMessage): string {
  const blocks = (message.result?.['content'] ?? []) as { text?: string }[];
  return [message.error?.message ?? '', ...blocks.map(({ text }) => text ?? '')].join('\n').trim();
}

function messagesOf(text: string, type: string): WireMessage[] {
  if (type.startsWith('text/event-stream')) {
    const messages: WireMessage[] = [];
    const parser = createParser({
      // An event without data only opens the stream.
      onEvent: ({ data }) => data !== '' && messages.push(JSON.parse(data) as WireMessage),
    });
    parser.feed(text);
    return messages;
  }
  if (!type.startsWith('application/json') || text === '') return [];
  const body = JSON.parse(text) as WireMessage | WireMessage[];
  return Array.isArray(body) ? body : [body];
}
