import { admit, permitted } from './admission';
import type { Identity } from './identity';

const ADA: Identity = {
  ...{ provider: 'entra', subject: '1', name: 'Ada', email: 'ada@Example.com' },
  ...{ groups: ['Payments'], tenants: ['t1'] },
};

describe('who may sign in', () => {
  it.each([
    ['everybody, where nothing is required', {}, true],
    ['a domain', { domains: ['example.com'] }, true],
    ['another domain', { domains: ['other.example'] }, false],
    ['a domain that only ends alike', { domains: ['ample.com'] }, false],
    ['a tenant', { tenants: ['t1', 't2'] }, true],
    ['another tenant', { tenants: ['t2'] }, false],
    ['a group', { groups: ['payments'] }, true],
    ['another group', { groups: ['admins'] }, false],
    ['nobody', { groups: [] }, false],
  ])('%s', (_what, require, isAdmitted) => {
    const admitted = () => admit(ADA, require, []);
    if (isAdmitted) expect(admitted()).toEqual([]);
    else expect(admitted).toThrow('This server does not let you in');
  });

  it('nobody without a confirmed address, where a domain is required', () => {
    const unconfirmed = { ...ADA, email: undefined };
    expect(() => admit(unconfirmed, { domains: ['example.com', ''] }, [])).toThrow('e-mail');
  });

  it('have the scopes of all grants that fit', () => {
    const grants = [
      { scopes: ['mcp:connect'] },
      { scopes: ['invoices:*'], groups: ['payments'] },
      { scopes: ['*'], groups: ['payments'], domains: ['other.example'] },
      { scopes: ['audit:read'], emails: ['ada@example.com'] },
      { scopes: ['never'], providers: ['google'] },
    ];
    expect(admit(ADA, {}, grants)).toEqual(['mcp:connect', 'invoices:*', 'audit:read']);
  });
});

describe('what is permitted of what is asked for', () => {
  it.each([
    [['*'], ['a:read', '*'], ['a:read', '*']],
    [['a:*'], ['a:read', 'a:', 'ab:read', 'a:*'], ['a:read', 'a:', 'a:*']],
    [['*:read'], ['a:read', 'a:read:all', 'a:write', '*'], ['a:read']],
    [['*:read'], ['*:read', 'a:*'], ['*:read']],
    [['a:read'], ['a:*', '*'], []],
  ])('%j of %j', (held, asked, permits) => expect(permitted(held, asked)).toEqual(permits));
});
