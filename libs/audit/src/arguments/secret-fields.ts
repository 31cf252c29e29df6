/** Wherever they stand in a name, it is one of a secret. */
const PARTS = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'apikey',
  'accesskey',
  'privatekey',
  'secretkey',
  'signingkey',
  'encryptionkey',
  'credential',
  'authorization',
  'cookie',
  'connectionstring',
  'cardnumber',
];

/** At the end only: `access_token` is secret, `max_tokens` and `token_count` are not. */
const ENDS = ['token', 'jwt', 'tokenvalue'];

/** As a whole word only: other words hold them by chance (`shipping`, `author`, `compass`). */
const WORDS = new Set([
  'pass',
  'pwd',
  'auth',
  'bearer',
  'pin',
  'otp',
  'totp',
  'cvv',
  'cvc',
  'ssn',
  'iban',
]);

/** Whether a JSON text might hold a field of a secret. Says yes too often, never too seldom. */
export function mayHoldSecrets(json: string): boolean {
  return HINT.test(json);
}

const HINT =
  /pass|secret|key|credential|auth|cookie|connection|card|token|jwt|pwd|bearer|pin|otp|cvv|cvc|ssn|iban/i;

/** Characters. A name of more is no field that anybody chose, and costs more to judge than to hide. */
const MAX_NAME = 256;

/** Whether the value of a field of this name is a secret, in whatever case and spelling. */
export function isSecretField(name: string): boolean {
  if (name.length > MAX_NAME) return true;
  if (!mayHoldSecrets(name)) return false;
  const words = wordsOf(name);
  const joined = words.join('');
  return (
    PARTS.some((part) => joined.includes(part)) ||
    ENDS.some((end) => joined.endsWith(end)) ||
    words.some((word) => WORDS.has(word))
  );
}

/** `userAPIKey`, `user-api-key` and `user_api_key` have the same words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
