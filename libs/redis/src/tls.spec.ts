import { once } from 'node:events';
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadConfig } from '@repo/config';
import { Logger } from '@nestjs/common';
import { closeRedis } from './close-redis';
import { openRedis } from './open-redis';
import { describeWithRedis } from './testing';
import { selfSigned } from '@repo/foundation/testing';

const tls = selfSigned();
afterAll(() => rmSync(tls.folder, { recursive: true }));

describeWithRedis(
  'a Redis that speaks TLS',
  (server) => {
    it('is used where its certificate is trusted', async () => {
      // What is trusted is read when a process starts.
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          ...['--conditions', '@repo/source', '-r', require.resolve('@swc-node/register')],
          join(__dirname, 'testing/ping.fixture.ts'),
        ],
        {
          env: {
            PATH: process.env['PATH'],
            TS_NODE_PROJECT: join(__dirname, '../tsconfig.json'),
            NODE_EXTRA_CA_CERTS: tls.certificate,
            REDIS_URL: server.url,
          },
        },
      );
      expect(stdout).toBe('PONG');
    });

    it('is not used where it is not', async () => {
      const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
      const redis = openRedis(loadConfig({ REDIS_URL: server.url }).redis);
      await once(redis, 'error');
      expect(warned).toHaveBeenCalledWith(expect.stringContaining('self-signed certificate'));
      await expect(redis.ping()).rejects.toThrow();
      await closeRedis(redis);
      warned.mockRestore();
    });
  },
  { tls },
);
