import { randomBytes } from 'node:crypto';
import { isPredictable } from './predictable-text';

describe('a secret that a person wrote', () => {
  it.each([
    ['an alphabet', 'abcdefghijklmnopqrstuvwxyz0123456789'],
    ['an alphabet backwards', 'ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210'],
    ['the rows of a keyboard', 'qwertyuiopasdfghjklzxcvbnm1234567890'],
    ['the rows of a German keyboard', 'qwertzuiopasdfghjklyxcvbnm1234567890'],
    ['digits', '112233445566778899001122334455667788'],
    ['a sentence', 'The quick brown fox jumps over the lazy dog.'],
    ['a German sentence', 'das ist ein ganz geheimer satz fuer unseren server'],
    ['a French sentence', 'ceci est une phrase tres secrete pour notre serveur'],
    ['a Spanish sentence', 'esta es una frase muy secreta para el servidor'],
    ['a URL', 'https://mcp.example.com/oauth/token/secret'],
    ['a path', '/usr/local/share/secrets/jwt-signing-key.pem'],
    ['a name', 'my-company-production-jwt-secret-2026'],
    ['words in camel case', 'MySuperSecureProductionTokenKey2026!'],
    ['a word again and again', 'Passw0rd!Passw0rd?Passw0rd#Passw0rd$'],
  ])('is told: %s', (_what, text) => {
    expect(isPredictable(text)).toBe(true);
  });

  it.each([
    ['openssl rand -base64 48', () => randomBytes(48).toString('base64'), 0],
    ['openssl rand -hex 32', () => randomBytes(32).toString('hex'), 0],
    ['openssl rand -base64 32', () => randomBytes(32).toString('base64'), 3],
    ['openssl rand -hex 16', () => randomBytes(16).toString('hex'), 5],
    ['512 bytes', () => randomBytes(512).toString('hex'), 0],
  ])('is not what a generator made: %s', (_what, make, atMost) => {
    const made = Array.from({ length: 2_000 }, make);
    expect(made.filter(isPredictable).length).toBeLessThanOrEqual(atMost);
  });

  it('costs the same however long it is', () => {
    const start = process.cpuUsage();
    isPredictable('a1'.repeat(50_000_000));
    expect(process.cpuUsage(start).user).toBeLessThan(100_000);
  });
});
