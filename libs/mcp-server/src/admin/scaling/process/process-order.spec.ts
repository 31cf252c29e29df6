import { HttpException } from '@nestjs/common';
import { parseProcessOrder } from './process-order';

const MAX_WORKERS = 8;

function refusalOf(body: unknown): [number, object] {
  try {
    parseProcessOrder(body, MAX_WORKERS);
  } catch (error) {
    if (error instanceof HttpException) return [error.getStatus(), error.getResponse() as object];
  }
  throw new Error('It was taken.');
}

describe('an order for another size', () => {
  it('is taken with workers, and with connections or without', () => {
    expect(parseProcessOrder({ workers: 2 }, MAX_WORKERS)).toEqual({ workers: 2 });
    const order = { workers: MAX_WORKERS, poolSize: 1_000 };
    expect(parseProcessOrder(order, MAX_WORKERS)).toEqual(order);
  });

  it.each([
    [{}, 400, 'workers', 'allowed: an integer'],
    [{ workers: 1.5 }, 400, 'workers', 'allowed: an integer'],
    [{ workers: 1, shards: 2 }, 400, 'shards', 'is no field here'],
    [[], 400, 'body', 'expected an object with `workers`'],
    [null, 400, 'body', 'expected an object with `workers`'],
    [{ workers: 0 }, 422, 'workers', 'found 0, allowed: 1 to 8'],
    [{ workers: 9 }, 422, 'workers', 'found 9, allowed: 1 to 8'],
    [{ workers: 1, poolSize: 0 }, 422, 'poolSize', 'found 0, allowed: 1 to 1000'],
  ])('of %j is refused with %i, and it is said why', (body, status, field, detail) => {
    const [found, { errors }] = refusalOf(body) as [number, { errors: object[] }];
    expect(found).toBe(status);
    expect(errors[0]).toEqual({ field, detail });
  });
});
