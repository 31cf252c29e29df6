import 'reflect-metadata';
import { loadConfig } from '@repo/config';
import { startWorker } from '../bootstrap';
import { usualTiming } from '../worker-settings';

/** A worker as its main makes it, with short intervals unless `TIMING` says `usual`. */
void startWorker({
  config: loadConfig(process.env),
  timing:
    process.env['TIMING'] === 'usual'
      ? usualTiming
      : { reconcileMs: 300, jobLockMs: 2_000, scheduleMs: 300 },
});
