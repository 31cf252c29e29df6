import { choice } from '../formats/choice';
import { duration } from '../formats/duration';
import { headerNames } from '../formats/header-names';
import { integer } from '../formats/integer';
import { size } from '../formats/size';
import type { SessionDecision } from '../sessions';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const mcpVariables = {
  TOOL_TIMEOUT: {
    schema: duration('1ms', '24h'),
    description: 'How long one tool call may take.',
    default: '60s',
    unit: 'seconds',
  },
  MAX_RESULT_BYTES: {
    schema: size('1KiB', '1GiB'),
    description: 'The largest result of one call.',
    default: '1MiB',
    unit: 'bytes',
  },
  MAX_CONCURRENT_CALLS: {
    schema: integer(1, 1_000_000),
    description:
      'How many calls of tools, resources and prompts run at once in one process; lists are not counted.',
    default: '1000',
    unit: 'calls',
  },
  MAX_QUEUED_CALLS: {
    schema: integer(0, 1_000_000),
    description:
      'How many calls may wait for their turn, a second at most, before others are refused with 503: in one process, and of each feature with `maxConcurrent`. 0: none.',
    default: '100',
    unit: 'calls',
  },
  MCP_SESSIONS: {
    schema: choice('auto', 'off'),
    description:
      'Whether clients of protocol 2025-11-25 and older get sessions. `auto` gives them when one process serves or `REDIS_URL` is set, and serves those clients stateless otherwise. The replicas of an orchestrator cannot be seen from here: with more than one, set `REDIS_URL` or `off`.',
    default: 'auto',
  },
  MAX_SESSIONS: {
    schema: integer(1, 10_000_000),
    description: 'How many sessions one process keeps.',
    default: '10000',
    unit: 'sessions',
  },
  SESSION_IDLE_TIMEOUT: {
    schema: duration('1s', '24h'),
    description: 'How long a session lives without a request.',
    default: '30m',
    unit: 'seconds',
  },
  LIST_PAGE_SIZE: {
    schema: integer(1, 100_000),
    description:
      'How many entries one page of `tools/list`, `resources/list` and `prompts/list` has.',
    default: '1000',
    unit: 'entries',
  },
  CONTEXT_HEADERS: {
    schema: headerNames(),
    description:
      'The headers of an HTTP request that tools see in `context.headers`. Names that stand for credentials are refused.',
    default: 'accept-language,user-agent,x-request-id,traceparent',
    example: 'accept-language,x-tenant',
  },
} satisfies VariableTable;

/** The limits of the MCP endpoint. */
export class McpConfig extends Section {
  /** `TOOL_TIMEOUT` in milliseconds, default 60 s. */
  readonly toolTimeoutMs: number;
  /** `MAX_RESULT_BYTES` in bytes, default 1 MiB. */
  readonly maxResultBytes: number;
  /** `MAX_CONCURRENT_CALLS` of one process, default 1,000. */
  readonly maxConcurrentCalls: number;
  /** `MAX_QUEUED_CALLS` of one queue, default 100; 0 is none. */
  readonly maxQueuedCalls: number;
  /** Whether clients of 2025-11-25 and older get sessions: from `MCP_SESSIONS`, `WORKERS` and `REDIS_URL`. */
  readonly sessions: boolean;
  /** Why, in one sentence for the log of the start. */
  readonly sessionsWhy: string;
  /** `MAX_SESSIONS` of one process, default 10,000. */
  readonly maxSessions: number;
  /** `SESSION_IDLE_TIMEOUT` in milliseconds, default 30 minutes. */
  readonly sessionIdleTimeoutMs: number;
  /** `LIST_PAGE_SIZE` in entries, default 1,000. */
  readonly listPageSize: number;
  /** `CONTEXT_HEADERS` in lower case, default `accept-language`, `user-agent`, `x-request-id`, `traceparent`. */
  readonly contextHeaders: readonly string[];

  constructor(values: Values<typeof mcpVariables>, decision: SessionDecision) {
    super();
    this.toolTimeoutMs = values.TOOL_TIMEOUT;
    this.maxResultBytes = values.MAX_RESULT_BYTES;
    this.maxConcurrentCalls = values.MAX_CONCURRENT_CALLS;
    this.maxQueuedCalls = values.MAX_QUEUED_CALLS;
    this.sessions = decision.sessions;
    this.sessionsWhy = decision.why;
    this.maxSessions = values.MAX_SESSIONS;
    this.sessionIdleTimeoutMs = values.SESSION_IDLE_TIMEOUT;
    this.listPageSize = values.LIST_PAGE_SIZE;
    this.contextHeaders = values.CONTEXT_HEADERS;
  }
}
