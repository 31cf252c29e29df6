import { accessSync, constants, mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, quote } from '@repo/foundation';
import type { AuditRecord } from '../record/audit-record';
import { uuidV7 } from '../record/uuid-v7';
import { MAX_BATCHES, RecordSpool, spoolFull, type SpooledBatch } from './record-spool';

/** Named by their time: a directory lists the oldest first. */
const BATCH = /^[0-9a-f-]{36}\.json$/;

/** Files in a directory, which survive the process where the directory does. */
export class FileSpool extends RecordSpool {
  /** @throws {Error} the directory cannot be made or written to */
  constructor(private readonly directory: string) {
    super();
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      accessSync(directory, constants.R_OK | constants.W_OK);
    } catch (error) {
      throw new Error(
        `AUDIT_SPOOL_DIR is ${quote(directory)}, where this process cannot keep files (${String(codeOf(error))}). Name a directory that it may write to, or leave it unset.`,
        { cause: error },
      );
    }
  }

  /** Whole or not at all: a file gets its name when the disk has it. */
  async put(records: readonly AuditRecord[]): Promise<void> {
    const names = await readdir(this.directory);
    if (names.length >= MAX_BATCHES) throw spoolFull(this.directory);
    const path = join(this.directory, uuidV7(Date.now()));
    const file = await open(`${path}.part`, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(records));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.part`, `${path}.json`);
    await this.syncDirectory();
  }

  async oldest(): Promise<SpooledBatch | undefined> {
    const name = (await readdir(this.directory)).filter((file) => BATCH.test(file)).sort()[0];
    if (name === undefined) return undefined;
    const path = join(this.directory, name);
    const text = await unlessGone(readFile(path, 'utf8'));
    // Another process was faster.
    if (text === undefined) return this.oldest();
    const remove = async () => (await unlessGone(unlink(path).then(() => true))) ?? false;
    return { text, remove };
  }

  private async syncDirectory(): Promise<void> {
    const directory = await open(this.directory, 'r');
    await directory.sync().finally(() => directory.close());
  }
}

async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
