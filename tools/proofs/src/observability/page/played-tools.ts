import type { PlayedInstant } from './played-time';

/** A tool of the played company. */
interface PlayedTool {
  readonly name: string;
  /** Calls a second, of one replica. */
  readonly rate: number;
  /** Seconds that half of its calls take at most. */
  readonly median: number;
  readonly usesDatabase: boolean;
  /** Part of the calls for which it has no answer, which it says. */
  readonly toolErrors: number;
}

export const tools: readonly PlayedTool[] = [
  { name: 'find_invoice', rate: 4, median: 0.018, usesDatabase: true, toolErrors: 0.04 },
  { name: 'list_invoices', rate: 2, median: 0.045, usesDatabase: true, toolErrors: 0 },
  { name: 'convert_currency', rate: 3, median: 0.003, usesDatabase: false, toolErrors: 0.01 },
  { name: 'summarize_contract', rate: 0.3, median: 0.9, usesDatabase: false, toolErrors: 0.02 },
  { name: 'send_reminder', rate: 0.5, median: 0.12, usesDatabase: true, toolErrors: 0.01 },
];

/** A request as it ended. */
export interface PlayedEnd {
  readonly method: string;
  readonly feature?: string;
  readonly outcome: 'ok' | 'tool_error' | 'failed' | 'timeout' | 'invalid_input';
  readonly code?: number;
  readonly seconds: number;
}

/** How a call of a tool ends. @param random between 0 and 1, anew at each call */
export function endOf(tool: PlayedTool, instant: PlayedInstant, random: () => number): PlayedEnd {
  const call = { method: 'tools/call', feature: tool.name };
  if (instant.isOutage && tool.usesDatabase && random() < 0.8) {
    return random() < 0.3
      ? { ...call, outcome: 'timeout', code: -32603, seconds: 5 }
      : { ...call, outcome: 'failed', code: -32603, seconds: 0.5 + random() };
  }
  const seconds = tool.median * Math.exp(1.1 * normal(random)) * (instant.isCatchingUp ? 3 : 1);
  const chance = random();
  if (chance < tool.toolErrors) return { ...call, outcome: 'tool_error', seconds };
  if (chance > 0.99) return { ...call, outcome: 'invalid_input', code: -32602, seconds: 0.001 };
  return { ...call, outcome: 'ok', seconds };
}

/** How many come in a step, about. */
export function arrivals(rate: number, seconds: number, random: () => number): number {
  const expected = rate * seconds;
  return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal(random)));
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
