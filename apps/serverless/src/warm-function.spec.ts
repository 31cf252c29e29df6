import { httpHandler } from './azure-functions/http-handler';
import { lambdaHandlers } from './aws-lambda/lambda-handlers';
import { ColdStartError } from './cold-start.error';
import type { FunctionApp } from './function-app';
import { recorded, TestFunction } from './testing/function.fixture';
import { WarmFunction } from './warm-function';

describe('a function that cannot start', () => {
  const faulty = () => new TestFunction({ JWT_ISSUER: 'not a url' });

  it('answers 503, and says no more than that its log knows why', async () => {
    const { warm } = faulty();
    const { statusCode, headers, body } = await lambdaHandlers(warm).buffered(
      recorded('function-url'),
    );
    expect(statusCode).toBe(503);
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'retry-after': '5',
    });
    expect(JSON.parse(body)).toEqual({
      title: 'Service Unavailable',
      status: 503,
      detail: 'The function could not start. Its log says why.',
    });
    expect(httpHandler(warm)).toBeDefined();
  });

  it('tells once a start what is wrong, and tries again with the next invocation', async () => {
    const told: unknown[] = [];
    let starts = 0;
    const start = async (): Promise<FunctionApp> => {
      starts += 1;
      throw new Error('no schema');
    };
    const warm = new WarmFunction(start, (error) => told.push(error)).begin();
    await expect(warm.app()).rejects.toThrow(ColdStartError);
    await expect(warm.app()).rejects.toThrow(ColdStartError);
    expect([starts, told.map(String)]).toEqual([2, ['Error: no schema', 'Error: no schema']]);
  });

  it('starts once for all who ask', async () => {
    const fn = new TestFunction();
    const [one, other] = await Promise.all([fn.warm.app(), fn.warm.app()]);
    expect(one).toBe(other);
    await one.close();
  });
});
