import { existsSync } from 'node:fs';
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
  DEBUG: {
    before: false,
    set: 'true',
    after: true,
    with: () => ({ LOG_LEVEL: '' }),
    see: logsDebugLines,
  },
} satisfies Effects;
