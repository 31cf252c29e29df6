import { readInitialize } from './initialize-params';

const clientInfo = { name: 'client', version: '1' };

function nested(depth: number): unknown {
  let value: unknown = {};
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

describe('what a session keeps of initialize', () => {
  it('is what is ever used of it', () => {
    const capabilities = { roots: {}, elicitation: { form: {} } };
    const sent = {
      protocolVersion: '2025-11-25',
      capabilities,
      clientInfo: { ...clientInfo, title: 'Client', icons: [{ src: 'data:,x' }] },
      more: 'x',
    };
    expect(readInitialize(sent)).toEqual({
      protocolVersion: '2025-11-25',
      capabilities,
      clientInfo: { ...clientInfo, title: 'Client' },
    });
  });

  it('is of a long name its beginning', () => {
    const long = 'x'.repeat(1_000_000);
    const kept = readInitialize({
      protocolVersion: long,
      capabilities: {},
      clientInfo: { name: long, version: long, title: long },
    });
    expect(JSON.stringify(kept).length).toBeLessThan(1_500);
  });

  it.each([
    ['many values', { experimental: { a: Array(8_000).fill([]) } }],
    ['many names', Object.fromEntries(Array.from({ length: 300 }, (_, name) => [`x${name}`, {}]))],
    ['many levels', { experimental: nested(100_000) }],
    ['long texts', { experimental: { a: 'x'.repeat(10_000) } }],
    ['long names', { ['x'.repeat(10_000)]: {} }],
  ])('is refused with capabilities of %s, which says what is allowed', (_what, capabilities) => {
    expect(() => readInitialize({ protocolVersion: '1', capabilities, clientInfo })).toThrow(
      'capabilities: at most 256 values with 8192 characters are allowed. Declare fewer.',
    );
  });
});
