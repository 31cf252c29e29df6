import { parseCommand } from './parse-command';

describe('a command line for clients', () => {
  it('is read with its options', () => {
    const line = ['create', '--name', 'ci', '--scopes', 'invoices:read, reports:*', '--json'];
    expect(parseCommand(line)).toEqual({
      name: 'create',
      arguments: [],
      fields: { name: 'ci', scopes: ['invoices:read', 'reports:*'] },
      isJson: true,
    });
    expect(parseCommand(['keys', 'revoke', 'ci', 'abc'])).toMatchObject({
      name: 'keys revoke',
      arguments: ['ci', 'abc'],
      isJson: false,
    });
  });

  it.each([
    [[], 'Say what to do.'],
    [['mend'], 'mend is no command.'],
    [['keys'], 'keys is no command.'],
    [['toString'], 'toString is no command.'],
    [['disable'], 'disable takes 1 argument, not 0.'],
    [['list', 'x'], 'list takes 0 arguments, not 1.'],
    [['list', '--name', 'x'], 'list takes no --name.'],
    [['create', '--password', 'x'], "Unknown option '--password'"],
    [['create', '--name'], 'argument missing'],
  ])('is refused, and it is said why: %j', (line, message) => {
    expect(() => parseCommand(line)).toThrow(message);
  });
});
