import type { ToolAnswer } from './client.interface';

/** The results of both SDKs and of the Inspector, as far as the tests look into them. */
interface Block {
  type: string;
  text?: string;
  resource?: { text?: string };
}

interface ToolResult {
  content?: Block[];
  isError?: boolean;
  structuredContent?: unknown;
}

export function toAnswer(result: object): ToolAnswer {
  const { content = [], isError, structuredContent } = result as ToolResult;
  return {
    text: content.map(textOf).join('\n'),
    isError: isError === true,
    structured: structuredContent,
  };
}

export function firstText(result: { contents?: unknown; messages?: unknown }): string {
  const [part] = (result.contents ?? []) as { text?: string }[];
  const [message] = (result.messages ?? []) as { content: Block }[];
  return part?.text ?? (message === undefined ? '' : textOf(message.content));
}

function textOf({ type, text, resource }: Block): string {
  return text ?? resource?.text ?? `[${type}]`;
}
