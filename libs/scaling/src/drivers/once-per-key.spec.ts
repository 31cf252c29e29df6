import { oncePerKey } from './once-per-key';

describe('a client a key', () => {
  it('is made once, however many ask at once', async () => {
    const make = jest.fn((region: string) => Promise.resolve({ region }));
    const clientOf = oncePerKey(make);
    const [one, same, other] = await Promise.all(['a', 'a', 'b'].map(clientOf));
    expect(one).toBe(same);
    expect(other).toEqual({ region: 'b' });
    expect(make).toHaveBeenCalledTimes(2);
  });

  it('is tried anew where it could not be made', async () => {
    const make = jest.fn<Promise<string>, [string]>();
    make.mockRejectedValueOnce(new Error('no credentials')).mockResolvedValue('client');
    const clientOf = oncePerKey(make);
    await expect(clientOf('a')).rejects.toThrow('no credentials');
    expect(await clientOf('a')).toBe('client');
  });
});
