import { z } from 'zod';
import { messageOf } from '@repo/foundation';
import { limited } from '../deploy/abortable';

const TIMEOUT_MS = 15_000;
/** Features that are asked about, of many that break. */
const MAX_ASKED = 20;

const answer = z.object({
  callers: z.array(
    z.object({ client: z.string(), principal: z.string(), calls: z.number(), lastAt: z.string() }),
  ),
});

/**
 * Asks a running server, by its audit trail, who called what a release breaks.
 *
 * @param changes as a lock tells them: `tool find_invoice: removed`
 * @param url of the server; undefined where nobody is to be asked
 * @param token with the scope `audit:read`
 * @returns a line for each caller, or why they cannot be told; it never throws
 */
export async function callersOf(
  changes: readonly string[],
  url: string | undefined,
  token: string | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  if (url === undefined || token === undefined) {
    return [
      'Who calls it: set DEPLOY_AUDIT_URL and DEPLOY_AUDIT_TOKEN (scope audit:read) to be told.',
    ];
  }
  const features = [...new Set(changes.map((change) => change.split(': ')[0] ?? ''))];
  const told = await Promise.all(
    features.slice(0, MAX_ASKED).map(async (feature) => {
      const [kind = '', ...name] = feature.split(' ');
      try {
        return await ask(new URL('/admin/audit/callers', url), kind, name.join(' '), token, signal);
      } catch (error) {
        return [`${feature}: who calls it cannot be told: ${messageOf(error)}`];
      }
    }),
  );
  return told.flat();
}

async function ask(
  url: URL,
  kind: string,
  name: string,
  token: string,
  signal: AbortSignal,
): Promise<string[]> {
  url.search = new URLSearchParams({ kind, name }).toString();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: limited(TIMEOUT_MS, signal),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const { callers } = answer.parse(await response.json());
  if (callers.length === 0) return [`${kind} ${name}: nobody called it in the last 30 days`];
  return callers.map(
    ({ client, principal, calls, lastAt }) =>
      `${kind} ${name}: ${client || 'anonymous'}${principal === client ? '' : ` for ${principal}`}, ${calls} calls, the last on ${lastAt.slice(0, 10)}`,
  );
}
