import { hasScope } from './scopes';

describe('a scope', () => {
  it.each([
    [['invoices:read'], 'invoices:read'],
    [['invoices:*'], 'invoices:read'],
    [['invoices:*'], 'invoices:lines:read'],
    [['invoices:*'], 'invoices:*'],
    [['invoices:*'], 'invoices:lines:*'],
    [['x', '*'], 'invoices:*'],
    [['*:read'], 'invoices:read'],
    [['*:read'], 'invoices:lines:read'],
    [['*:read'], '*:read'],
  ])('is held by who has %j: %s', (held, scope) => {
    expect(hasScope(held, scope)).toBe(true);
  });

  it.each([
    [[], 'invoices:read'],
    [['invoices:read'], 'invoices:*'],
    [['invoices:*'], 'invoices'],
    [['invoices:*'], 'invoices-old:read'],
    [['invoices*'], 'invoices:read'],
    [['invoices:*'], '*'],
    [['*:read'], 'invoices:read:all'],
    [['*:read'], 'invoices:unread'],
    [['*:read'], 'invoices:*'],
    [['*:read'], '*'],
    [['*:lines:read'], '*:read'],
    [['*read'], 'invoices:read'],
    [['invoices:read'], 'INVOICES:READ'],
  ])('is not held by who has %j: %s', (held, scope) => {
    expect(hasScope(held, scope)).toBe(false);
  });
});
