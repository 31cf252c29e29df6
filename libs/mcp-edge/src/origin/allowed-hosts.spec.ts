import { AllowedHosts } from './allowed-hosts';

const hosts = new AllowedHosts([
  'localhost',
  '127.0.0.1',
  '[::1]',
  'mcp.example.com',
  '*.company.dev',
]);

describe('the Host header', () => {
  it.each([
    'localhost',
    'localhost:8000',
    'LocalHost:8000',
    '127.0.0.1:1',
    '[::1]',
    '[::1]:8000',
    'mcp.example.com',
    'a.company.dev',
    'a.b.company.dev:443',
  ])('may be %s', (host) => {
    expect(hosts.includes(host)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.com',
    'localhost.evil.com',
    'evil.com:localhost',
    'example.com',
    'company.dev',
    'evilcompany.dev',
    '[::2]:8000',
    '::1',
    '127.0.0.1.evil.com:8000',
  ])('may not be %s', (host) => {
    expect(hosts.includes(host)).toBe(false);
  });
});
