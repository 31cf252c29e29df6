/** Secrets from tutorials, templates and default installations, without their punctuation. */
const wellKnown = [
  'secret',
  'secretkey',
  'supersecret',
  'password',
  'changeme',
  'changethis',
  'changeit',
  'changeinproduction',
  'replaceme',
  'example',
  'yoursecret',
  'yourjwtsecret',
  'your256bitsecret',
  'your384bitsecret',
  'your512bitsecret',
  'yoursupersecret',
  'supersecretjwttoken',
  'astringsecretatleast256bitslong',
  'onlyfordevelopment',
  'neverforproduction',
];

/** Longer entries also betray a secret that only contains them; the short ones could be there by chance. */
const telling = wellKnown.filter((entry) => entry.length >= 8);

/** Whether a secret is a well-known example, or one sequence of characters again and again. */
export function isWellKnownSecret(secret: string): boolean {
  const plain = secret.toLowerCase().replace(/[^a-z0-9]/g, '');
  const repeats =
    secret.concat(secret).indexOf(secret, 1) < secret.length || new Set(secret).size < 8;
  return repeats || wellKnown.includes(plain) || telling.some((entry) => plain.includes(entry));
}

/** Whether a secret that signs tokens is long enough for HS256 (RFC 7518, section 3.2) and no example. */
export function isLongAndOwn(secret: string): boolean {
  return Buffer.byteLength(secret) >= 32 && !isWellKnownSecret(secret);
}
