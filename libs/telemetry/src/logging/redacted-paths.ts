/**
 * The fields that are masked wherever a log line has them, at the top, one level down and among
 * headers, whatever kind of value they have. Nobody should log these; this is the net below those
 * who do by accident, and `maskSecrets` the one for what is text.
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
