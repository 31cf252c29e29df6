import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from './create-logger';
import { logDestination } from './log-destination';

describe('LOG_FILE', () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gets the lines too, in a folder that is made for it', () => {
    const stdout = join(folder, 'stdout');
    const file = join(folder, 'logs/api.log');
    const destination = logDestination({
      fd: openSync(stdout, 'w'),
      file,
      prettyOnTerminal: true,
    });
    createLogger({ name: 'test', level: 'debug', destination }).debug('hello');

    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ level: 'debug', msg: 'hello' });
    expect(readFileSync(stdout, 'utf8')).toBe(readFileSync(file, 'utf8'));
  });
});

describe('lines of level fatal', () => {
  it('are told to somebody as well, and no others', () => {
    const told: string[] = [];
    const fd = openSync('/dev/null', 'w');
    const onFatal = (line: string) => void told.push(line);
    const destination = logDestination({ fd, prettyOnTerminal: false, onFatal });
    const logger = createLogger({ name: 'test', level: 'info', destination, worker: 3 });
    logger.error('this hurts');
    logger.fatal('this is the end');
    expect(told.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 'fatal', worker: 3, msg: 'this is the end' }),
    ]);
  });
});
