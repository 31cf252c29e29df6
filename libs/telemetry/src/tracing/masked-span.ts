import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { maskText, type SecretMasker } from '../masking/secret-masker';
import { bareUrl } from './bare-url';
import { withoutLiterals } from './without-literals';

/** Longer texts tend to hold data. */
const MAX_TEXT = 2_048;

/** What holds words of a fixed vocabulary alone, and so no secret; most attributes of most spans are. */
const FIXED =
  /^(?:mcp\.(?!resource)|gen_ai\.(?:operation|tool\.name|prompt)|network\.|server\.|db\.(?:system|operation|namespace)|rpc\.|jsonrpc\.|http\.(?:request\.method|response)|messaging\.|error\.type$|url\.scheme$)/;

/**
 * Takes the secrets out of a span before it leaves the process: those that `mask` knows, the queries
 * of URLs and whatever in their paths may be a key, the literals of SQL, and the words of a database,
 * which tend to quote its rows.
 */
export function maskSpan(span: ReadableSpan, mask: SecretMasker): void {
  const { attributes, status, events } = span;
  const isOfDatabase = attributes['db.system.name'] ?? attributes['db.system'];
  maskAttributes(attributes, mask);
  // It begins with the first word of the statement, whatever stands at that word without a space.
  if (isOfDatabase) (span as { name: string }).name = withoutLiterals(span.name);
  if (status.message !== undefined) {
    status.message = isOfDatabase ? undefined : textOf(status.message, mask);
  }
  for (const { attributes: facts } of events) {
    if (facts === undefined) continue;
    if (isOfDatabase) {
      delete facts['exception.message'];
      delete facts['exception.stacktrace'];
    }
    maskAttributes(facts, mask);
  }
}

function maskAttributes(attributes: Attributes, mask: SecretMasker): void {
  for (const name in attributes) {
    const value = attributes[name];
    if (value === undefined || typeof value === 'number' || typeof value === 'boolean') continue;
    if (!FIXED.test(name)) attributes[name] = masked(name, value, mask);
  }
}

function masked(name: string, value: AttributeValue, mask: SecretMasker): AttributeValue {
  if (typeof value !== 'string') return textOf(JSON.stringify(value), mask);
  switch (name) {
    case 'url.query':
      return '';
    case 'url.full':
    case 'http.url':
    case 'http.target':
    case 'url.path':
      return textOf(bareUrl(value), mask);
    case 'db.query.text':
    case 'db.statement':
      return textOf(withoutLiterals(value), mask);
    default:
      return textOf(value, mask);
  }
}

function textOf(text: string, mask: SecretMasker): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return maskText(short, mask);
}
