import { eventually, until } from './eventually';

describe('waiting for a condition', () => {
  it('ends when it holds', async () => {
    let looks = 0;
    await until(() => ++looks === 3);
    await until(async () => ++looks === 5);
    expect(looks).toBe(5);
  });

  it('ends at once when it throws', async () => {
    const broken = () => {
      throw new Error('broken');
    };
    await expect(until(broken)).rejects.toThrow('broken');
  });

  it('says what was waited for', async () => {
    // The first call is of the start, the second is long after the end.
    jest.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(1e9);
    await expect(until(() => false, 'a miracle')).rejects.toThrow('Waited in vain for a miracle');
  });
});

describe('an assertion that holds eventually', () => {
  it('is repeated until it does', async () => {
    let looks = 0;
    await eventually(() => expect(++looks).toBe(3));
    expect(looks).toBe(3);
  });

  it('throws what it threw last when the time is up', async () => {
    await expect(eventually(() => expect('late').toBe('early'), 1)).rejects.toThrow('early');
  });
});
