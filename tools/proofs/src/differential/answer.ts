import { isObject } from '@repo/foundation';

export type Json = Record<string, unknown>;

/** What a client sees of a reply, without what each side is free to choose. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON-RPC messages of the body, be it JSON or an event stream. */
  readonly messages: readonly unknown[];
  /** The body as it came, to look for leaks in. */
  readonly text: string;
  /** Whether the client left before the end. */
  readonly open: boolean;
}

/** A reply that is read message by message, while it comes. */
export class Reply {
  private text = '';
  private readonly events: { id?: string; message: unknown }[] = [];
  private ended = false;
  private constructor(readonly response: Response) {}

  /**
   * Reads to the end, or until `enough`.
   *
   * @param most messages of an event stream that are read
   * @param enough is asked after each message of an event stream
   */
  static async read(
    response: Response,
    most: number,
    enough: (message: unknown) => boolean | Promise<boolean>,
  ): Promise<Reply> {
    const reply = new Reply(response);
    await reply.readAll(most, enough);
    return reply;
  }

  get firstEventId(): string | undefined {
    return this.events[0]?.id;
  }

  get messages(): unknown[] {
    return this.events.map(({ message }) => message);
  }

  toAnswer(): Answer {
    const { status, headers } = this.response;
    const messages = this.messages.flatMap((message): unknown[] =>
      Array.isArray(message) ? message : [message],
    );
    return {
      status,
      headers: headersThatMatter(headers),
      messages: messages.map(withoutOwnValues),
      text: this.text,
      open: !this.ended,
    };
  }

  private async readAll(
    most: number,
    enough: (message: unknown) => boolean | Promise<boolean>,
  ): Promise<void> {
    const isStream = mediaType(this.response.headers) === 'text/event-stream';
    if (!isStream) {
      this.text = await this.response.text();
      this.ended = true;
      if (this.text !== '') this.events.push({ message: JSON.parse(this.text) as unknown });
      return;
    }
    const reader = this.response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    while (this.events.length < most) {
      const { done, value } = await reader.read();
      if (done) {
        this.ended = true;
        return;
      }
      this.text += value;
      const parts = (rest + value).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const message = this.take(part);
        if (message === undefined || !(await enough(message))) continue;
        return void reader.cancel();
      }
    }
    void reader.cancel();
  }

  /** @returns the message of an event, if it has one */
  private take(event: string): unknown {
    const field = (name: string) =>
      event
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    const data = field('data');
    if (data === undefined || data === '') return undefined;
    const message = JSON.parse(data) as unknown;
    this.events.push({ id: field('id'), message });
    return message;
  }
}

export function isServerRequest(message: unknown): message is { id: string | number } {
  return isObject(message) && 'method' in message && 'id' in message;
}

function mediaType(headers: Headers): string {
  return headers.get('content-type')?.split(';')[0]?.trim() ?? '';
}

const MATTERING = ['allow', 'www-authenticate', 'retry-after'];

function headersThatMatter(headers: Headers): Record<string, string> {
  const found = MATTERING.flatMap((name): [string, string][] => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return {
    'content-type': mediaType(headers),
    'mcp-session-id': headers.has('mcp-session-id') ? 'given' : 'none',
    ...Object.fromEntries(found),
  };
}

/** Blots out ids of the server's own requests and the content of its states. */
function withoutOwnValues(message: unknown): unknown {
  if (!isObject(message)) return message;
  const { result } = message;
  if (isServerRequest(message)) return { ...message, id: '(its own)' };
  if (!isObject(result) || typeof result['requestState'] !== 'string') return message;
  return { ...message, result: { ...result, requestState: '(its own)' } };
}
