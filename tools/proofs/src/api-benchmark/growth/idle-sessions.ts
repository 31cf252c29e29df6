import { inParallel } from '../measure/in-parallel';
import type { Memory } from '../measure/server-process';
import { apiProgram, startAnswering } from '../measure/start-answering';
import { markdownTable } from '../report/markdown-table';
import type { Finding } from './finding';
import { endSession, INITIALIZE, openSessions } from './legacy-sessions';

interface Row {
  readonly sessions: number;
  readonly memory: Memory;
}

/** What a session holds that nobody uses. */
export async function idleSessions(): Promise<Finding> {
  const program = apiProgram({ MCP_SESSIONS: 'auto' }, ['--expose-gc']);
  const server = await startAnswering(program, INITIALIZE);
  try {
    // What the first sessions cost once (compiled code, grown tables) is no session's own.
    const first = await openSessions(server, 1_000);
    await inParallel(32, first, (id) => endSession(server, id));
    const rows: Row[] = [];
    const base = await server.memory();
    await openSessions(server, 1_000);
    rows.push({ sessions: 1_000, memory: since(base, await server.memory()) });
    await openSessions(server, 4_000);
    rows.push({ sessions: 5_000, memory: since(base, await server.memory()) });
    return { heading: 'Idle sessions', ...read(rows) };
  } finally {
    await server.stop();
  }
}

function since(before: Memory, after: Memory): Memory {
  return {
    rss: after.rss - before.rss,
    heapUsed: after.heapUsed - before.heapUsed,
    external: after.external - before.external,
  };
}

function read(rows: readonly Row[]): Pick<Finding, 'text' | 'bars'> {
  const kilobytes = (bytes: number, { sessions }: Row) => (bytes / sessions / 1_000).toFixed(1);
  const text = markdownTable(
    [
      { heading: 'idle sessions', cell: ({ sessions }) => sessions.toLocaleString('en') },
      { heading: 'heap KB each', cell: (row) => kilobytes(row.memory.heapUsed, row) },
      { heading: 'RSS KB each', cell: (row) => kilobytes(row.memory.rss, row) },
    ],
    rows,
  );
  const most = rows[1]!;
  const figure = Math.max(most.memory.rss, most.memory.heapUsed) / most.sessions / 1_000;
  const what = 'memory of an idle session, of 5,000 (RSS or heap, whichever is more)';
  return { text, bars: [{ what, figure, limit: { atMost: 50 }, unit: 'KB' }] };
}
