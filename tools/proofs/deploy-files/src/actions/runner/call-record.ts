import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

/** One thing that was done, and the job that did it. */
export interface Call {
  readonly job: string;
  readonly what: string;
}

/** What the stand-ins were asked to do, in its order, whichever process they are in. */
export class CallRecord {
  /** @param file a line each, `<job>\t<what>` */
  constructor(readonly file: string) {
    this.clear();
  }

  add(job: string, what: string): void {
    appendFileSync(this.file, `${job}\t${what}\n`);
  }

  clear(): void {
    writeFileSync(this.file, '');
  }

  get calls(): Call[] {
    const lines = readFileSync(this.file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => {
      const [job = '', what = ''] = line.split('\t');
      return { job, what };
    });
  }
}
