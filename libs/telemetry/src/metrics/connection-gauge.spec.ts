import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { register } from 'prom-client';
import { ConnectionGauge } from './connection-gauge';

describe('mcp_active_connections', () => {
  it('is the number of open sockets', async () => {
    const value = async () => {
      const metric = await register.getSingleMetric('mcp_active_connections')?.get();
      return metric?.values[0]?.value;
    };
    const server = createServer().listen(0, '127.0.0.1');
    new ConnectionGauge().watch(server);

    await once(server, 'listening');
    const opened = once(server, 'connection') as Promise<[import('node:net').Socket]>;
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [socket] = await opened;
    expect(await value()).toBe(1);

    client.destroy();
    socket.resume();
    await once(socket, 'close');
    expect(await value()).toBe(0);
    server.close();
  });
});
