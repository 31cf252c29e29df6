import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { publicFetch } from './public-fetch';

describe('what a stranger names is fetched', () => {
  let inside: Server;
  let port: number;
  let connections = 0;
  beforeAll(async () => {
    inside = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await once(inside.listen(0), 'listening');
    ({ port } = inside.address() as AddressInfo);
  });
  afterAll(async () => {
    await once(inside.close(), 'close');
  });

  it.each([
    ['127.0.0.1'],
    ['127.1'],
    ['2130706433'],
    ['localhost'],
    ['[::1]'],
    ['[::ffff:127.0.0.1]'],
    ['0.0.0.0'],
    ['169.254.169.254'],
    ['10.0.0.1'],
    ['192.168.0.1'],
    ['100.64.0.1'],
    ['[fd00::1]'],
    ['[64:ff9b::7f00:1]'],
  ])('from %s never, and nothing connects', async (host) => {
    await expect(publicFetch(`https://${host}:${port}/`)).rejects.toThrow('no public address');
    expect(connections).toBe(0);
  });

  it('by TLS alone', async () => {
    await expect(publicFetch(`http://localhost:${port}/`)).rejects.toThrow('http: is not https:');
    expect(connections).toBe(0);
  });
});
