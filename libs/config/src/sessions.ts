/** Whether clients of protocol 2025-11-25 and older get sessions, and why. */
export interface SessionDecision {
  readonly sessions: boolean;
  /** One sentence for the log of the start. */
  readonly why: string;
}

/** Sessions need requests of one client to meet the same memory: one process, or Redis. */
export function decideSessions(
  wanted: 'auto' | 'off',
  workers: number,
  hasRedis: boolean,
): SessionDecision {
  const off = 'Clients of 2025-11-25 and older are served without sessions';
  if (wanted === 'off') return { sessions: false, why: `${off}: MCP_SESSIONS is off.` };

  const on = 'Clients of 2025-11-25 and older get sessions';
  if (hasRedis) return { sessions: true, why: `${on}, shared through Redis.` };
  if (workers === 1) {
    return {
      sessions: true,
      why: `${on} in the memory of this process; for more than one replica set REDIS_URL or MCP_SESSIONS=off.`,
    };
  }
  return {
    sessions: false,
    why: `${off}: WORKERS is ${workers} and the processes share none; set REDIS_URL or WORKERS=1 to have them.`,
  };
}
