import { createLogger } from './create-logger';
import { LogLines } from '../testing/log-lines';

function loggerTo(destination: LogLines) {
  return createLogger({ name: 'test', level: 'info', destination });
}

describe('a log line', () => {
  it('is JSON with the level by name, a time and the name of the process', () => {
    const log = new LogLines();
    loggerTo(log).info('hello');
    expect(log.lines).toEqual([
      expect.objectContaining({
        level: 'info',
        name: 'test',
        msg: 'hello',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      }),
    ]);
  });

  it('shows no credentials of a request', () => {
    const log = new LogLines();
    const headers = { authorization: 'Bearer x', cookie: 'a=b', 'x-api-key': 'k', accept: '*/*' };
    loggerTo(log).info(
      { req: { headers }, headers, token: 't', user: { password: 'p' } },
      'request',
    );
    const masked = { authorization: '***', cookie: '***', 'x-api-key': '***', accept: '*/*' };
    expect(log.lines[0]).toMatchObject({
      req: { headers: masked },
      headers: masked,
      token: '***',
      user: { password: '***' },
    });
  });

  it('has of an error what helps, and not the request that a client library hung on it', () => {
    const log = new LogLines();
    const error = Object.assign(new Error('refused: Bearer abc'), {
      code: 'ECONNREFUSED',
      config: { headers: { Authorization: 'Bearer abc' } },
      cause: new Error('no route'),
    });
    loggerTo(log).error({ err: error }, 'failed');
    expect(log.lines[0]).toMatchObject({
      err: {
        type: 'Error',
        message: 'refused: Bearer ***',
        code: 'ECONNREFUSED',
        cause: { message: 'no route' },
      },
    });
    expect(JSON.stringify(log.lines)).not.toContain('abc');
  });

  it('is not written below the level', () => {
    const log = new LogLines();
    loggerTo(log).debug('hello');
    expect(log.lines).toEqual([]);
  });
});
