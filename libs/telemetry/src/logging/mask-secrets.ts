/** Stands for a secret wherever one would be shown. */
export const MASK = '***';

/**
 * The fields that are masked wherever a log line has them, at the top, one level down and among
 * headers. Nobody should log these; this is the net below those who do by accident.
 */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'token',
  'access_token',
  'refresh_token',
  'client_secret',
  'password',
  'secret',
  'apiKey',
] as const;

/** The paths of `SECRET_FIELDS` in the notation of pino's `redact`. */
export const redactedPaths: string[] = SECRET_FIELDS.flatMap((field) => {
  const step = `["${field}"]`;
  return [step, `*${step}`, `headers${step}`, `*.headers${step}`];
});

const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
/** Three base64url parts of which the first is a JSON object (RFC 7519). */
const jwt = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
/** `user:password@` of a URL. */
const credentials = /(\w+:\/\/)[^\s/@]+@/g;

/** Free text, such as an error's message, without the tokens and passwords that can be told as such. */
export function maskSecrets(text: string): string {
  return text.replace(bearer, `$1 ${MASK}`).replace(jwt, MASK).replace(credentials, `$1${MASK}@`);
}
