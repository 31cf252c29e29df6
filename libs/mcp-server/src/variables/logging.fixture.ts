import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { folder, onApi, onProcess, type Effects } from './effect.fixture';

const logsDebugLines = onApi(async (api) => {
  await (await api.call('whoami')).text();
  return api.log.lines.some(({ level }) => level === 'debug' || level === 20);
});

export const loggingEffects = {
  LOG_LEVEL: {
    before: false,
    set: 'debug',
    after: true,
    with: () => ({ LOG_LEVEL: '' }),
    see: logsDebugLines,
  },
  LOG_FILE: {
    before: false,
    set: () => join(folder, 'api.log'),
    after: true,
    see: onProcess(async () => existsSync(join(folder, 'api.log'))),
  },
  LOG_FILE_SIZE: {
    before: false,
    set: '64KiB',
    after: true,
    with: () => ({ LOG_FILE: join(folder, 'sized.log'), LOG_LEVEL: 'trace' }),
    see: onProcess(async (api) => {
      // Each line has some hundred bytes.
      for (let calls = 0; calls < 400; calls += 1) await api.call('whoami');
      return existsSync(join(folder, 'sized.log.1'));
    }),
  },
  LOG_FILE_COUNT: {
    before: true,
    set: '0',
    after: false,
    with: () => ({
      LOG_FILE: join(mkdtempSync(join(folder, 'counted-')), 'api.log'),
      LOG_FILE_SIZE: '64KiB',
      LOG_LEVEL: 'trace',
    }),
    see: async (environment) => {
      await onProcess(async (api) => {
        for (let calls = 0; calls < 400; calls += 1) await api.call('whoami');
      })(environment);
      return existsSync(`${environment['LOG_FILE']}.1`);
    },
  },
  ACCESS_LOG: {
    before: true,
    set: 'false',
    after: false,
    see: onApi(async (api) => {
      await (await api.fetch('/nothing')).text();
      return api.log.messages.includes('http request');
    }),
  },
  DEBUG: {
    before: false,
    set: 'true',
    after: true,
    with: () => ({ LOG_LEVEL: '' }),
    see: logsDebugLines,
  },
} satisfies Effects;
