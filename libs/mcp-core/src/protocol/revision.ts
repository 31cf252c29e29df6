/**
 * The protocol revisions that this host serves.
 *
 * - `modern`: every request is independent and carries its own metadata (2026-07-28).
 * - `legacy`: an `initialize` handshake opens a session (2025-11-25 and older).
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning
 */
export type Era = 'modern' | 'legacy';

export const MODERN_REVISION = '2026-07-28';
const LATEST_LEGACY_REVISION = '2025-11-25';

/** The revision of a request without an `MCP-Protocol-Version` header (2025-06-18, transports). */
export const ASSUMED_LEGACY_REVISION = '2025-03-26';

/** Newest first: the order in which a client should prefer them. */
export const LEGACY_REVISIONS: readonly string[] = [
  LATEST_LEGACY_REVISION,
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
  '2024-10-07',
];

/** What `server/discover` offers: the legacy revisions open with `initialize` instead. */
export const MODERN_REVISIONS: readonly string[] = [MODERN_REVISION];

/** The revision of a legacy session: the client's where it is known, else the newest one here. */
export function negotiate(requested: unknown): string {
  return LEGACY_REVISIONS.find((revision) => revision === requested) ?? LATEST_LEGACY_REVISION;
}

/** The only revision that has JSON-RPC batches; 2025-06-18 removed them. */
export const BATCH_REVISION = '2025-03-26';

/** From this revision on an event stream opens with an empty event that carries an id (SEP-1699). */
export function sendsPrimingEvent(revision: string): boolean {
  return revision >= '2025-11-25';
}

/** Whether a revision is of the era without sessions, known to this host or not. */
export function isModernRevision(revision: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(revision) && revision >= MODERN_REVISION;
}
