import { checkFolder, namesOf, namesOfFeature } from './naming';

describe('a name', () => {
  it.each([
    ['find_invoice', 'FindInvoice', 'findInvoice', 'find-invoice'],
    ['billing.findInvoice', 'BillingFindInvoice', 'billingFindInvoice', 'billing-find-invoice'],
    ['-a-', 'A', 'a', 'a'],
    ['delete', 'Delete', 'delete', 'delete'],
    ['list2', 'List2', 'list2', 'list2'],
  ])('%s becomes %s, %s and %s', (name, className, propertyName, fileName) => {
    expect(namesOfFeature(name)).toMatchObject({ className, propertyName, fileName });
  });

  it.each([
    ['', /1 to 128 letters/],
    ['a b', /"a b" is no name of a feature/],
    ['a/../b', /no name of a feature/],
    ['naïve', /no name of a feature/],
    ['a'.repeat(129), /1 to 128/],
    ['7days', /begin with a letter/],
    ['___', /begin with a letter/],
    ['constructor', /take another name/],
    ['then', /take another name/],
    ['on_module_init', /take another name/],
    ['utils', /says nothing/],
    ['dist', /Git ignores/],
  ])('%j is refused', (name, message) => {
    expect(() => namesOfFeature(name)).toThrow(message);
  });

  it('may be that of a file for what has no name in the protocol', () => {
    expect(namesOf('Order line').fileName).toBe('order-line');
  });
});

describe('a folder', () => {
  it.each(['invoices', 'billing/invoices', '2024'])('%s is one', (folder) => {
    expect(() => checkFolder(folder)).not.toThrow();
  });

  it.each([
    '',
    '.',
    '..',
    '../auth',
    'a/../../b',
    '/etc',
    'a//b',
    'a/',
    'A',
    'a\\b',
    'a/utils',
    'a/tmp',
  ])('%j is none', (folder) => {
    expect(() => checkFolder(folder)).toThrow();
  });
});
