/** `pending` waits; the others are final. `expired`: nobody decided in time. */
type ApprovalState = 'pending' | 'approved' | 'denied' | 'expired';

/** The decision that a task waits for, or waited for. */
export interface TaskApproval {
  readonly state: ApprovalState;
  /** What is to be decided, for people. */
  readonly reason: string;
  /** Of what is decided; see `argumentsHash`. */
  readonly argumentsHash: string;
  readonly expiresAt: Date;
  /** `principalOf` of who decided. */
  readonly decidedBy?: string;
  readonly decidedAt?: Date;
  /** What they said. */
  readonly decisionReason?: string;
}

/** A decision to wait for. */
export interface NewApproval {
  /** What is to be decided, for people. */
  readonly reason: string;
  readonly argumentsHash: string;
  readonly expiresMs: number;
  /** What its caller is told meanwhile. */
  readonly message: string;
  /** Whether others are told of it. */
  readonly isNoticed: boolean;
  /** Whether a call of the same caller with the same arguments joins it. */
  readonly isJoinable: boolean;
}

/** The columns of `task` that hold it. */
export interface ApprovalRow {
  approval: ApprovalState | null;
  approval_reason: string | null;
  approval_expires_at: Date | null;
  arguments_hash: string | null;
  decided_by: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
}

export const APPROVAL_COLUMNS = `approval, approval_reason, approval_expires_at, arguments_hash,
  decided_by, decided_at, decision_reason`;

export function approvalOf(row: ApprovalRow): TaskApproval | undefined {
  if (row.approval === null) return undefined;
  return {
    state: row.approval,
    reason: row.approval_reason ?? '',
    argumentsHash: row.arguments_hash ?? '',
    expiresAt: row.approval_expires_at ?? new Date(0),
    decidedBy: row.decided_by ?? undefined,
    decidedAt: row.decided_at ?? undefined,
    decisionReason: row.decision_reason ?? undefined,
  };
}

/** Of an `INSERT`: time, state, reason, hash, message, whether it is noticed and joined. */
export function approvalParameters(approval: NewApproval | undefined): unknown[] {
  if (approval === undefined) return [null, null, null, null, null, false, null];
  const { expiresMs, reason, argumentsHash, message, isNoticed, isJoinable } = approval;
  return [expiresMs, 'pending', reason, argumentsHash, message, isNoticed, isJoinable];
}
