import { isObject } from '@repo/foundation';
import { isLogLevel, type SessionRecord, type SessionUpdate } from '@repo/mcp-core';

/** One field for each subscribed URI, since two processes may add one at the same time. */
const SUBSCRIBED = 'subscribed:';
/** The value of such a field where it is never notified; else it is empty. */
const MUTED = 'muted';

/** The field that replaces a removed session, so that no process saves it again. */
export const ENDED = 'ended';

/** The fields of a session's hash. */
export function toHash(record: SessionRecord): Record<string, string> {
  return {
    principal: record.principal,
    initialize: JSON.stringify(record.initialize),
    logLevel: record.logLevel,
    ...(record.server !== undefined && { server: record.server }),
    ...Object.fromEntries(record.subscriptions.map((uri) => [SUBSCRIBED + uri, ''])),
    ...Object.fromEntries(record.muted.map((uri) => [SUBSCRIBED + uri, MUTED])),
  };
}

/** The command that applies an update. */
export function changedFields(update: SessionUpdate): readonly ['HSET' | 'HDEL', ...string[]] {
  if ('logLevel' in update) return ['HSET', 'logLevel', update.logLevel];
  if ('subscribe' in update) {
    return ['HSET', SUBSCRIBED + update.subscribe, update.isMuted ? MUTED : ''];
  }
  return ['HDEL', SUBSCRIBED + update.unsubscribe];
}

/** @returns undefined for an incomplete record */
export function fromHash(id: string, hash: Record<string, string>): SessionRecord | undefined {
  const { server, principal, initialize, logLevel } = hash;
  const parsed = initialize === undefined ? undefined : parse(initialize);
  if (principal === undefined || !isObject(parsed) || !isLogLevel(logLevel)) return undefined;
  const fields = Object.keys(hash).filter((field) => field.startsWith(SUBSCRIBED));
  const uriOf = (field: string) => field.slice(SUBSCRIBED.length);
  const subscriptions = fields.map(uriOf);
  const muted = fields.filter((field) => hash[field] === MUTED).map(uriOf);
  return { id, server, principal, initialize: parsed, logLevel, subscriptions, muted };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
