import type { RawEnvironment } from './parse-variables';
import type { VariableTable } from './variable';
import { variables } from './variables';

/** Shorter texts stand in a log by chance. */
const MIN_LENGTH = 8;

/** What others call their secrets in the environment: those of a fork, of a cloud, of a library. */
const SECRET_NAME =
  /(SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIALS?|(API|ACCESS|PRIVATE|ENCRYPTION|SIGNING)_KEY)(_|$)/;

/** Names with secrets each: those of providers, and OpenTelemetry's `api-key=…,x-team=…`. */
const SECRET_LIST =
  /^(?:AUTH_CLIENT_SECRETS|AUTH_SEALING_KEYS|OTEL_EXPORTER_OTLP_(?:[A-Z]+_)?HEADERS)$/;

const userInfo = /:\/\/([^@/?#]*)@/;
const parameter = /[?&]([^?=&#]+)=([^&#]+)/g;

/**
 * What no output of this process may show: the secrets of an environment, whole and the secret parts
 * of the URLs among them, as they are written and as they are meant.
 */
export function secretTexts(
  environment: RawEnvironment,
  table: VariableTable = variables,
): readonly string[] {
  const found = Object.keys(environment).flatMap((name) => {
    const text = isSecret(name, table) ? environment[name]?.trim() : undefined;
    return text === undefined
      ? []
      : [text, ...partsOfUrl(text), ...linesOfKey(text), ...valuesOf(name, text)];
  });
  return [...new Set(found)].filter((text) => text.length >= MIN_LENGTH);
}

function isSecret(name: string, table: VariableTable): boolean {
  const variable = Object.hasOwn(table, name) ? table[name] : undefined;
  if (variable === undefined) {
    return SECRET_NAME.test(name.toUpperCase()) || SECRET_LIST.test(name);
  }
  return variable.secret !== undefined;
}

/** Passwords, and a user name that stands alone, which tends to be a token. */
function partsOfUrl(text: string): readonly string[] {
  const [, user] = userInfo.exec(text) ?? [];
  const alone = user?.includes(':') === true ? user.slice(user.indexOf(':') + 1) : user;
  const passwords = Array.from(text.matchAll(parameter), ([, name = '', value = '']) =>
    /pass/i.test(name) ? value : '',
  );
  const written = [alone ?? '', ...passwords];
  return written.flatMap((part) => [part, decoded(part)]);
}

function valuesOf(name: string, text: string): readonly string[] {
  if (!SECRET_LIST.test(name)) return [];
  const entries = text.split(',').map((entry) => entry.trim());
  const values = entries.map((entry) => entry.slice(entry.indexOf('=') + 1));
  return [...entries, ...values].flatMap((value) => [value, decoded(value)]);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The lines of a private key in PEM, which whoever prints it may print one by one. */
function linesOfKey(text: string): readonly string[] {
  if (!text.includes('PRIVATE KEY-----')) return [];
  return text.split(/\\n|\r?\n/).filter((line) => /^[\w+/=]{16,}$/.test(line));
}
