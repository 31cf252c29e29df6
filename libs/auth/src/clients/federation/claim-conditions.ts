import { claimAt } from '../../tokens/claim-path';
import type { Claims } from '../../tokens/json-token';
import type { IssuerSettings } from './issuers-schema';

type Grants = IssuerSettings['grants'];

/** The scopes that follow from what an issuer says; none where no entry fits. */
export function scopesFor(claims: Claims, grants: Grants): readonly string[] {
  const fitting = grants.filter(({ when }) =>
    Object.entries(when).every(([path, wanted]) => {
      const found = textsOf(claimAt(claims, path));
      return [wanted].flat().some((one) => found.some((text) => fits(text, one)));
    }),
  );
  return [...new Set(fitting.flatMap(({ scopes }) => scopes))];
}

/** Of a list its entries. What is no plain value fits nothing. */
function textsOf(value: unknown): readonly string[] {
  return [value]
    .flat()
    .filter((one) => ['string', 'number', 'boolean'].includes(typeof one))
    .map(String);
}

function fits(text: string, wanted: string): boolean {
  return wanted.endsWith('*') ? text.startsWith(wanted.slice(0, -1)) : text === wanted;
}
