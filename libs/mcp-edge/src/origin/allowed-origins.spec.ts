import { loadConfig } from '@repo/config';
import { AllowedOrigins } from './allowed-origins';

describe('a page that calls from a browser', () => {
  const defaults = new AllowedOrigins(loadConfig({}).http.corsOrigins);
  const configured = new AllowedOrigins(['https://app.example.com', 'http://localhost:3000']);

  it.each([
    'http://localhost',
    'http://localhost:6274',
    'http://127.0.0.1:80',
    'http://[::1]:3000',
  ])('is welcome at %s by default', (origin) => {
    expect(defaults.includes(origin)).toBe(true);
  });

  it.each([
    'https://localhost:6274',
    'http://localhost.evil.com',
    'http://localhost:1.evil.com',
    'http://localhost:',
    'http://evil.com',
    'null',
    '',
  ])('is not welcome at %j by default', (origin) => {
    expect(defaults.includes(origin)).toBe(false);
  });

  it('is welcome at a listed origin, to the letter', () => {
    expect(configured.includes('https://app.example.com')).toBe(true);
    expect(configured.includes('http://localhost:3000')).toBe(true);
    expect(configured.includes('https://app.example.com:8443')).toBe(false);
    expect(configured.includes('http://localhost:3001')).toBe(false);
  });
});
