import { nameFaults, organizationIn } from './names';

const names = {
  ...{ name: 'globex-mcp', organization: 'globex', title: 'Globex', domain: 'globex.org' },
  ...{ owner: '@globex/platform', license: 'UNLICENSED' },
};

describe('the names of a fork', () => {
  it.each(['globex-mcp', '9lives', 'a'.repeat(214), 'class'])('may be %s', (name) => {
    expect(nameFaults({ ...names, name })).toEqual([]);
  });

  it.each([
    ...['Globex', '-a', '.a', '_a', 'a b', 'a/b', '@a/b', '../a', '', 'a'.repeat(215), 'ä'],
    ...['node_modules', 'favicon.ico', 'http', 'stream'],
  ])('are refused as %p', (name) => {
    const faults = nameFaults({ ...names, name });
    expect(faults).toEqual([expect.stringContaining(`--name: found '${name}', allowed is`)]);
  });

  it('are refused together, each with what is allowed', () => {
    const faults = nameFaults({
      ...{ name: 'X', organization: '3m', title: '', domain: 'globex', owner: 'globex' },
      license: 'ours alone',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      ...['--name', '--organization', '--title', '--domain', '--owner', '--license'],
    ]);
  });

  it('suggest an organization', () => {
    expect(organizationIn('globex-mcp.2')).toBe('globexmcp2');
    expect(organizationIn('a-rather-long-name-of-a-company')).toHaveLength(20);
  });
});
