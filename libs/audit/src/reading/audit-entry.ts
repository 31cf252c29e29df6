/** A record as it is read. The names are those of the API. */
export interface AuditEntry {
  readonly id: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly kind: string;
  readonly name: string;
  readonly requestId: string;
  readonly traceId: string | null;
  readonly principal: string;
  readonly client: string;
  readonly issuer: string;
  readonly address: string;
  readonly software: string;
  readonly era: string;
  readonly outcome: string;
  readonly detail: string | null;
  readonly durationMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly arguments: unknown;
  readonly count: number;
}

/** A row of `audit_record` as the driver gives it. */
export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly name: string;
  readonly request_id: string;
  readonly trace_id: string | null;
  readonly principal: string;
  readonly client_id: string;
  readonly issuer: string;
  readonly address: string;
  readonly software: string;
  readonly era: string;
  readonly outcome: string;
  readonly detail: string | null;
  readonly duration_ms: number;
  readonly bytes_in: number;
  readonly bytes_out: number;
  readonly arguments: unknown;
  readonly count: number;
}

export function entryOf(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    name: row.name,
    requestId: row.request_id,
    traceId: row.trace_id,
    principal: row.principal,
    client: row.client_id,
    issuer: row.issuer,
    address: row.address,
    software: row.software,
    era: row.era,
    outcome: row.outcome,
    detail: row.detail,
    durationMs: row.duration_ms,
    bytesIn: row.bytes_in,
    bytesOut: row.bytes_out,
    arguments: row.arguments,
    count: row.count,
  };
}
