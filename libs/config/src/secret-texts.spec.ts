import { secretTexts } from './secret-texts';
import type { Variable } from './variable';
import { variables } from './variables';

describe('what no output may show', () => {
  const declared = Object.entries<Variable>(variables).filter(([, { secret }]) => secret);

  it.each(declared)('is of each variable that is declared secret: %s', (name) => {
    expect(secretTexts({ [name]: 'https://a-secret-user@host/1' })).toEqual(
      expect.arrayContaining(['https://a-secret-user@host/1', 'a-secret-user']),
    );
  });

  it.each([
    'STRIPE_API_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'SMTP_PASSWORD',
    'OAUTH_CLIENT_SECRET',
  ])('is of what others call a secret: %s', (name) => {
    expect(secretTexts({ [name]: 'a-value-of-theirs' })).toEqual(['a-value-of-theirs']);
  });

  it('is each value of the headers that go with telemetry', () => {
    const name = 'OTEL_EXPORTER_OTLP_TRACES_HEADERS';
    expect(
      secretTexts({ [name]: 'api-key=a-key-of-theirs, authorization=Basic%20dXNlcjpw' }),
    ).toEqual(expect.arrayContaining(['a-key-of-theirs', 'Basic%20dXNlcjpw', 'Basic dXNlcjpw']));
  });

  it.each(['JWT_SCOPES_CLAIM', 'PUBLIC_URL', 'PATH', 'TOKENIZER', 'KEYBOARD'])(
    'is not of what is no secret: %s',
    (name) => {
      expect(secretTexts({ [name]: 'a-value-of-theirs' })).toEqual([]);
    },
  );

  it('is each line of a private key, in which form it came', () => {
    const line = 'MC4CAQAwBQYDK2VwBCIEIAdXRlZSxyBZ';
    for (const lineBreak of ['\n', '\\n', '\r\n']) {
      const pem = ['-----BEGIN PRIVATE KEY-----', line, '-----END PRIVATE KEY-----'];
      expect(secretTexts({ JWT_PRIVATE_KEY: pem.join(lineBreak) })).toContain(line);
    }
  });

  it('is a password as it is written and as it is meant', () => {
    const url = 'postgres://app:pass%2Fword%20@db/app?sslmode=require&sslpassword=of%20the%20key';
    expect(secretTexts({ DATABASE_URL: url })).toEqual([
      url,
      'pass%2Fword%20',
      'pass/word ',
      'of%20the%20key',
      'of the key',
    ]);
  });
});
