import { z } from 'zod';
import { quoteMasked } from '../mask';
import { list } from './list';

/** RFC 9110, section 5.6.2: `1*tchar`; in lower case, as Node gives the names of headers. */
const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/;

/** Words and pairs of words in the name of a header that say that its value is a credential. */
const CREDENTIAL = new RegExp(
  '(^|-)(auth|authorization|cookie2?|set-cookie2?|credentials?|password|passwd|secret|signature|' +
    'session|sid|token|jwt|assertion|oidc|apikey|(api|access|auth|subscription|private)-key)($|-)',
);

/** Names of request headers that hold no credentials, in lower case. */
export function headerNames(): z.ZodType<readonly string[], string> {
  const names = list({
    allowed: 'names of headers that carry no credentials, such as accept-language',
    isValid: (entry) => NAME.test(entry) && !CREDENTIAL.test(entry),
    explain: (entry) =>
      NAME.test(entry)
        ? `${quoteMasked(entry)} carries credentials, which tools must not see`
        : `${quoteMasked(entry)} is no name of a header`,
  });
  return z
    .string()
    .toLowerCase()
    .pipe(names)
    .describe(names.description ?? '');
}
