import { AdministeredApi, type Made } from '../../testing/admin.fixture';
import { Spawned } from '../../testing/spawned.fixture';

describe('the first administrator', () => {
  it('is made on the command line, and runs the platform from then on', async () => {
    const system = await AdministeredApi.start();
    const environment = { DATABASE_URL: system.database.url, LOG_LEVEL: 'silent' };
    const command = new Spawned(
      'testing/main.fixture.ts',
      ['clients', 'create-admin', '--json'],
      environment,
    );
    expect([await command.ended, command.stderr]).toEqual([
      0,
      expect.stringContaining('not shown again'),
    ]);
    const admin = JSON.parse(command.stdout) as Made;

    const { body } = await system.token(system.formOf(admin));
    const token = body['access_token'];
    const made = await system.admin('POST', '', { name: 'next', scopes: ['invoices:*'] }, token);
    expect(made).toMatchObject({ status: 201, createdBy: admin.id });
    await system.stop();
  });
});
