import type { AuditRecord } from '../record/audit-record';
import { copyLine } from '../storage/copy-line';
import { aRecord } from '../testing/record.fixture';
import { RecordBuffer } from './record-buffer';

const records = (count: number, text = 'x') =>
  Array.from({ length: count }, (_, n) => aRecord({ requestId: String(n), arguments: text }));

/** Takes out all that there is. */
function emptied(buffer: RecordBuffer<AuditRecord>, atOnce: number): string[] {
  const taken: string[] = [];
  while (buffer.size > 0) {
    const batch = buffer.take(atOnce);
    expect(batch.first).toBe(taken.length);
    taken.push(...batch.records().map(({ requestId }) => requestId));
    buffer.settle(batch.size);
  }
  return taken;
}

const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('records that wait', () => {
  const limits = { records: 10_000, bytes: 100_000_000 };

  it.each([
    ['many', 5_000, 1],
    ['long', 40, 50_000],
    ['longer than what usually holds hundreds', 3, 400_000],
  ])('come out as they went in, in their order, where they are %s', (_, count, length) => {
    const buffer = new RecordBuffer(limits, copyLine);
    const made = records(count, 'ä'.repeat(length));
    for (const record of made) buffer.push(record);
    expect(buffer.take(1).records()).toEqual(made.slice(0, 1));
    expect(emptied(buffer, 500)).toEqual(made.map(({ requestId }) => requestId));
  });

  it('stay while some are stored and others come', () => {
    const buffer = new RecordBuffer(limits, copyLine);
    const made = records(300);
    made.slice(0, 100).forEach((record) => buffer.push(record));
    const batch = buffer.take(50);
    made.slice(100).forEach((record) => buffer.push(record));
    expect(batch.records()).toEqual(made.slice(0, 50));
    buffer.settle(20);
    expect(buffer.size).toBe(280);
    expect(buffer.take(500).records()).toEqual(made.slice(20));
  });

  it('fill the room by their bytes, which is free again when they are gone', async () => {
    const buffer = new RecordBuffer({ records: 10_000, bytes: 100_000 }, copyLine);
    const [long] = records(1, 'x'.repeat(60_000));
    buffer.push(long!);
    await endOfTurn();
    expect([buffer.hasRoom(), buffer.hasRoom(0.5)]).toEqual([true, false]);
    buffer.push(long!);
    await endOfTurn();
    expect(buffer.hasRoom()).toBe(false);
    expect(buffer.clear()).toBe(2);
    expect([buffer.size, buffer.hasRoom(0.5)]).toEqual([0, true]);
  });
});
