import 'reflect-metadata';
import { loadConfig } from '@repo/config';
import { startWorker } from '../bootstrap';

/** A worker as its main makes it, with short intervals. */
void startWorker({
  config: loadConfig(process.env),
  timing: { reconcileMs: 300, jobLockMs: 2_000, scheduleMs: 300 },
});
