import { TestServer } from '@repo/mcp-server/testing';
import { server } from './server';

describe('the main server', () => {
  let running: TestServer;
  beforeAll(async () => {
    running = await TestServer.start(server);
  });
  afterAll(() => running.stop());

  it.each(['modern', 'legacy'] as const)(
    'answers clients of the %s era by its name',
    async (era) => {
      const client = await running.connect(era);
      const { name, title, version } = server;
      expect(client.getServerVersion()).toMatchObject({ name, title, version });
    },
  );
});
