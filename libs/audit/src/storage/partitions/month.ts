/** A month of UTC, as a partition of `audit_record`. */
export interface Month {
  readonly partition: string;
  /** The first millisecond, since 1970. */
  readonly from: number;
  /** The first millisecond of the month after. */
  readonly to: number;
}

export function monthOf(ms: number): Month {
  const date = new Date(ms);
  return month(date.getUTCFullYear(), date.getUTCMonth());
}

export function monthAfter({ to }: Month): Month {
  return monthOf(to);
}

const PARTITION = /^audit_record_(\d{4})_(\d{2})$/;

/** @returns undefined for a table that is none of ours */
export function monthOfPartition(partition: string): Month | undefined {
  const [, year, number] = PARTITION.exec(partition) ?? [];
  return year === undefined ? undefined : month(Number(year), Number(number) - 1);
}

const DAY_MS = 86_400_000;

/** The partitions that hold nothing but what is older than the retention. */
export function expired(
  partitions: readonly string[],
  now: number,
  retentionDays: number,
): readonly string[] {
  const oldest = now - retentionDays * DAY_MS;
  return partitions.filter((partition) => {
    const found = monthOfPartition(partition);
    return found !== undefined && found.to <= oldest;
  });
}

function month(year: number, index: number): Month {
  const from = Date.UTC(year, index);
  const number = String(index + 1).padStart(2, '0');
  return { partition: `audit_record_${year}_${number}`, from, to: Date.UTC(year, index + 1) };
}
