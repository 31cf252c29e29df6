import { z } from 'zod';
import type { SavingsStore, StoredSaving } from '../storage/savings-store';

const month = (what: string) =>
  z
    .string('expected one month')
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month such as 2026-11')
    .describe(what);

/** What is read of the savings. */
export const savingsQuery = z
  .strictObject({
    target: z.string('expected one name').max(63).describe('Of this target alone.').optional(),
    from: month('The first month, such as 2026-01.').optional(),
    to: month('The last month.').optional(),
  })
  .refine(({ from = '', to = '9999-12' }) => from <= to, {
    error: 'expected a month that is not before `from`',
    path: ['to'],
  });

export interface SavingsView {
  /** By target and month of its own clock. Money is null as long as the target has no price. */
  readonly savings: readonly {
    readonly target: string;
    readonly month: string;
    readonly replicaHours: number;
    readonly savedReplicaHours: number;
    readonly savedMoney: number | null;
    readonly currency: string;
  }[];
  readonly total: {
    readonly replicaHours: number;
    readonly savedReplicaHours: number;
    /** By currency: they do not add up. */
    readonly savedMoney: Readonly<Record<string, number>>;
  };
}

/** Reads what was saved, and adds it up. */
export async function readSavings(
  store: SavingsStore,
  query: z.output<typeof savingsQuery>,
): Promise<SavingsView> {
  const found = await store.find(query);
  return { savings: found.map(savingView), total: totalOf(found) };
}

function savingView({ replicaHours, savedReplicaHours, savedMoney, ...rest }: StoredSaving) {
  return {
    ...rest,
    replicaHours: rounded(replicaHours),
    savedReplicaHours: rounded(savedReplicaHours),
    savedMoney: savedMoney === undefined ? null : rounded(savedMoney),
  };
}

function totalOf(savings: readonly StoredSaving[]): SavingsView['total'] {
  const sum = (of: (saving: StoredSaving) => number) =>
    rounded(savings.reduce((total, saving) => total + of(saving), 0));
  const currencies = new Set(
    savings.filter(({ savedMoney }) => savedMoney !== undefined).map(({ currency }) => currency),
  );
  const moneyIn = (currency: string) =>
    sum((saving) => (saving.currency === currency ? (saving.savedMoney ?? 0) : 0));
  return {
    replicaHours: sum(({ replicaHours }) => replicaHours),
    savedReplicaHours: sum(({ savedReplicaHours }) => savedReplicaHours),
    savedMoney: Object.fromEntries([...currencies].map((one) => [one, moneyIn(one)])),
  };
}

/** What is summed up minute by minute has a tail of digits that mean nothing. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
