import { ToolError } from '@repo/mcp-core';
import { OrderError } from '../orders/order.error';

/** A result with a text for clients that read no structured content. */
export function toolResult<T extends object>(text: string, structuredContent: T) {
  return { content: [{ type: 'text' as const, text }], structuredContent };
}

/** What is wrong with an order is for the model to mend. */
export async function followed<T>(order: Promise<T>): Promise<T> {
  try {
    return await order;
  } catch (error) {
    if (error instanceof OrderError) throw new ToolError(error.message, { cause: error });
    throw error;
  }
}
