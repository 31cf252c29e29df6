import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
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

  const openLog = (file: string) =>
    logDestination({ fd: openSync('/dev/null', 'w'), file, prettyOnTerminal: false });
  const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

  it('is made so that nobody else may read it', () => {
    const file = join(folder, 'made.log');
    const before = process.umask(0);
    openLog(file);
    process.umask(before);
    expect(modeOf(file)).toBe('600');
  });

  it('is tightened where it is there already, and keeps its lines', () => {
    const file = join(folder, 'old.log');
    writeFileSync(file, 'old\n', { mode: 0o666 });
    createLogger({ name: 'test', level: 'info', destination: openLog(file) }).info('new');
    expect(modeOf(file)).toBe('600');
    expect(readFileSync(file, 'utf8')).toMatch(/^old\n\{.*"msg":"new"\}\n$/);
  });

  it('may be a device, which is left as it is', () => {
    const before = modeOf('/dev/null');
    openLog('/dev/null');
    expect(modeOf('/dev/null')).toBe(before);
  });

  it('is a fault of the settings where it cannot be had', () => {
    const file = join(folder, 'folder.log');
    mkdirSync(file);
    expect(() => openLog(file)).toThrow(
      /LOG_FILE: found ".*folder.log" \(EISDIR\), allowed: a file that this process owns/,
    );
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
