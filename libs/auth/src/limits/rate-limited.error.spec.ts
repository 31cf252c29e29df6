import { RateLimitedError } from './rate-limited.error';

describe('the answer to one request too many', () => {
  it('says when to come back, in the fields of the draft and in the data', () => {
    const error = new RateLimitedError(
      'Too many.',
      'requests',
      { requests: 50, windowMs: 30_000 },
      11_001,
    );
    expect(error).toMatchObject({
      message: 'Too many. Try again in 12 s.',
      status: 429,
      outcome: 'rate_limited',
      data: { retryAfter: 12 },
      headers: {
        'retry-after': '12',
        ratelimit: '"requests";r=0;t=12',
        'ratelimit-policy': '"requests";q=50;w=30',
      },
    });
  });

  it('costs no walk over the stack, which nobody reads', () => {
    const limit = { requests: 1, windowMs: 1_000 };
    expect(new RateLimitedError('Too many.', 'requests', limit, 1).stack).not.toContain(
      '\n    at ',
    );
    expect(new Error('A fault').stack).toContain('\n    at ');
  });
});
