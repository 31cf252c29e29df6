import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, type AddressInfo, type Server } from 'node:net';
import { createServer } from 'node:tls';
import { selfSigned } from '@repo/foundation/testing';
import { certificateEnd } from './certificate-end';

const DAY_MS = 86_400_000;

async function hostOf(server: Server): Promise<string> {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return `localhost:${(server.address() as AddressInfo).port}`;
}

describe('the end of a certificate', () => {
  it('is read from the host that shows it, also where nobody trusts it', async () => {
    const { certificate, key, folder } = selfSigned();
    const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) });
    const end = await certificateEnd(await hostOf(server));
    expect(Math.abs(end - Date.now() - DAY_MS)).toBeLessThan(120_000);
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('is unknown of a host that speaks no TLS, or nothing', async () => {
    const server = createPlainServer((socket) =>
      socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    );
    const host = await hostOf(server);
    await expect(certificateEnd(host)).rejects.toThrow();
    server.close();
    await once(server, 'close');
    await expect(certificateEnd(host)).rejects.toThrow('ECONNREFUSED');
  });
});
