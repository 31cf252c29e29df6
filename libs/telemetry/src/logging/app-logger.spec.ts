import { AppLogger } from './app-logger';
import { createLogger } from './create-logger';
import { LogLines } from '../testing/log-lines';

describe("Nest's log", () => {
  const log = new LogLines();
  const logger = AppLogger.on(createLogger({ name: 'test', level: 'info', destination: log }));
  beforeEach(() => log.lines.splice(0));

  it('goes where the logger of the process writes, with its context', () => {
    logger.log('hello', 'InvoiceService');
    expect(log.lines).toEqual([
      expect.objectContaining({ level: 'info', msg: 'hello', context: 'InvoiceService' }),
    ]);
  });

  it('has no account of the start at info', () => {
    logger.log('AppModule dependencies initialized', 'InstanceLoader');
    expect(log.lines).toEqual([]);
  });

  it('leaves out what whoever starts the application logs as well', () => {
    logger.error('boom', 'stack', 'ExceptionHandler');
    expect(log.lines).toEqual([]);
  });
});
