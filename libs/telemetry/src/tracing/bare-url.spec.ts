import { bareUrl } from './bare-url';

describe('a URL as a span shows it', () => {
  it.each([
    ['https://api.example.com/v1/users?token=a#b', 'https://api.example.com/v1/users'],
    ['https://me:pw@api.example.com/', 'https://api.example.com/'],
    ['/bot123456789:AAHsecretsecret/send', '/***/send'],
    [
      'https://h.example/services/T000/B000/a1b2c3d4e5f6g7h8i9',
      'https://h.example/services/T000/B000/***',
    ],
    [
      'https://longer-than-sixteen-1.example.com/short',
      'https://longer-than-sixteen-1.example.com/short',
    ],
  ])('%s', (url, bare) => {
    expect(bareUrl(url)).toBe(bare);
  });
});
