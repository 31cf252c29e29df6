import { cpus, platform, release, totalmem } from 'node:os';

/** What a figure must not be read without: when, on what and how it was measured. */
export function conditions(how: string): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine = `${cpus().length} × ${first?.model.trim()}, ${memory} GiB, ${platform()} ${release()}`;
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date} with Node ${process.versions.node} on ${machine}; ${how}.`;
}
