/** One field that another manager owns. */
interface Conflict {
  readonly manager: string;
  /** Such as `.spec.template.spec.containers[name="api"].image`. */
  readonly field: string;
}

interface Cause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** What a server-side apply was refused for; none where it failed for another reason. */
export function conflictsOf(error: unknown): readonly Conflict[] {
  const { code, body } = error as { code?: unknown; body?: unknown };
  if (code !== 409) return [];
  return causesOf(body)
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message = '', field = '' }) => ({
      manager: /^conflict with "([^"]+)"/.exec(message)?.[1] ?? '',
      field,
    }));
}

function causesOf(body: unknown): readonly Cause[] {
  try {
    const status = (typeof body === 'string' ? JSON.parse(body) : body) as {
      details?: { causes?: readonly Cause[] };
    } | null;
    return status?.details?.causes ?? [];
  } catch {
    return [];
  }
}

/** What `kubectl rollout undo` and `restart` write as: kubectl names itself, or the command. */
const rollOutManagers = new Set(['kubectl', 'kubectl-rollout']);

/**
 * Whether all these fields are the deploy's to set: it set them itself, by another operation or
 * version, or a roll-back by hand put former pods there.
 */
export const areOwn = (conflicts: readonly Conflict[], own: string): boolean =>
  conflicts.length > 0 &&
  conflicts.every(
    ({ manager, field }) =>
      manager === own || (rollOutManagers.has(manager) && field.startsWith('.spec.template')),
  );
