import { describeError } from './describe-error';

describe('what is kept of an error', () => {
  it('ends where causes go round in a circle', () => {
    const error = new Error('a');
    error.cause = new Error('b', { cause: error });
    expect(JSON.stringify(describeError(error))).toContain('"b"');
  });

  it('tells what was thrown that is no error', () => {
    expect(describeError('no route')).toEqual({ type: 'string', message: 'no route' });
  });
});
