import type { Call } from './call';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The last JSON-RPC message of the body, be it JSON or an event stream. */
  readonly message: Message | undefined;
}

interface Message {
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Sends a call once and reads the whole answer. */
export async function ask(url: string, { headers, body }: Call): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, message: lastMessage(text) };
}

/** Sends `call` until it is answered, for a server that has not listened yet. */
export async function askUntilAnswered(
  url: string,
  call: Call,
  hasEnded: () => boolean,
): Promise<Answer> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      return await ask(url, call);
    } catch (error) {
      if (hasEnded() || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  }
}

/** The text of a tool's result; undefined where there is none. */
export function textOf({ message }: Answer): string | undefined {
  const content = message?.result?.['content'] as { text?: string }[] | undefined;
  return content?.[0]?.text;
}

function lastMessage(text: string): Message | undefined {
  const data = text
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .at(-1);
  try {
    return JSON.parse(data?.slice('data:'.length) ?? text) as Message;
  } catch {
    return undefined;
  }
}
