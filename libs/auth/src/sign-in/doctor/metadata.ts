import { isObject, messageOf } from '@repo/foundation';
import { fault, ok, warning, type Finding } from './finding';
import { jsonOf, probe } from './probe';

/** Milliseconds that clocks may be apart: tokens say when they were made. */
const CLOCK_MS = 30_000;

export type Metadata = Readonly<Record<string, unknown>>;

/** What a provider says of itself, with what is to be said of that. */
export interface ExaminedMetadata {
  readonly findings: readonly Finding[];
  /** Undefined: there is none that can be used. */
  readonly metadata: Metadata | undefined;
}

/** Fetches the metadata of an issuer, and looks whether they are its own. */
export async function examineMetadata(
  issuer: string,
  addresses: readonly string[],
  now: () => number,
): Promise<ExaminedMetadata> {
  const what = 'its metadata';
  const reasons: string[] = [];
  for (const address of addresses) {
    try {
      const answer = await probe(address);
      const metadata = answer.status === 200 ? jsonOf(answer) : undefined;
      if (metadata === undefined) {
        reasons.push(
          `${address} answers ${answer.status}${answer.status === 200 ? ', no JSON' : ''}`,
        );
        continue;
      }
      const findings = [
        ok(what, address),
        issuerFinding(metadata, issuer),
        clockFinding(answer.date, now()),
        ...endpointFindings(metadata, issuer),
      ];
      return { metadata, findings };
    } catch (error) {
      reasons.push(messageOf(error));
    }
  }
  const mend =
    'The issuer is what its metadata are found below. Compare it with the provider’s documentation, and look whether this machine may reach it (egress, proxy, DNS).';
  return { metadata: undefined, findings: [fault(what, reasons.join('; '), mend)] };
}

function issuerFinding({ issuer: told }: Metadata, issuer: string): Finding {
  const what = 'its issuer';
  if (told === issuer) return ok(what, issuer);
  const mend =
    typeof told === 'string' && told.includes('{tenantid}')
      ? 'Name one tenant: the shared issuers (common, organizations) speak for all of them.'
      : `Set issuer to ${String(told)}, to the character: a slash at the end counts.`;
  return fault(what, `it calls itself ${String(told)}, the settings call it ${issuer}`, mend);
}

function clockFinding(date: number | undefined, now: number): Finding {
  const what = 'the clocks';
  if (date === undefined) return ok(what, 'it does not tell the time');
  const seconds = Math.round(Math.abs(date - now) / 1_000);
  if (seconds * 1_000 <= CLOCK_MS) return ok(what, `${seconds} s apart`);
  const mend =
    'Let this machine set its clock by the network (NTP): its tokens look too old or too new.';
  return fault(what, `${seconds} s apart, ${CLOCK_MS / 1_000} s are allowed`, mend);
}

const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;

function endpointFindings(metadata: Metadata, issuer: string): readonly Finding[] {
  const isPlain = issuer.startsWith('http:');
  return ENDPOINTS.map((name) => {
    const address = metadata[name];
    if (typeof address !== 'string' || !URL.canParse(address)) {
      return fault(name, 'there is none', 'Take the issuer of a provider that signs people in.');
    }
    if (address.startsWith('https:') || isPlain) return ok(name, address);
    return fault(
      name,
      `${address} is not protected by TLS`,
      'Have the provider name it by https:.',
    );
  });
}

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

/** Whether there are keys that tokens can be checked with. */
export async function examineKeys(address: unknown): Promise<Finding> {
  const what = 'its keys';
  if (typeof address !== 'string') return fault(what, 'nobody says where', 'See above.');
  try {
    const answer = await probe(address);
    const keys = jsonOf(answer)?.['keys'];
    const usable = (Array.isArray(keys) ? keys : []).filter(
      (key) =>
        isObject(key) &&
        ['RSA', 'EC', 'OKP'].includes(String(key['kty'])) &&
        key['use'] !== 'enc' &&
        (key['alg'] === undefined || ALGORITHMS.some((name) => name === key['alg'])),
    );
    if (usable.length > 0) return ok(what, `${usable.length} to check tokens with`);
    const found = `${address} answers ${answer.status}, with no key that fits`;
    return fault(what, found, `Have tokens signed by ${ALGORITHMS.join(', ')}.`);
  } catch (error) {
    return fault(what, messageOf(error), 'Look whether this machine may reach it.');
  }
}

/** Whether a list of the metadata has a value; undefined where it does not tell. */
export function lists(metadata: Metadata, name: string, value: string): boolean | undefined {
  const list = metadata[name];
  return Array.isArray(list) ? list.includes(value) : undefined;
}

/** Proof of the code, which clients of MCP insist on and this server sends in any case. */
export function pkceFinding(metadata: Metadata, isNeeded: boolean): Finding {
  const what = 'proof of the code (PKCE, S256)';
  const isThere = lists(metadata, 'code_challenge_methods_supported', 'S256');
  if (isThere === true) return ok(what, 'it says that it has it');
  if (isNeeded) {
    const mend =
      'Clients of MCP refuse such a server: let them sign in at this one, by AUTH_PROVIDERS.';
    return fault(what, 'its metadata do not name it', mend);
  }
  if (isThere === false) {
    return warning(
      what,
      'its metadata name others alone',
      'It is sent all the same; try a sign-in.',
    );
  }
  return ok(what, 'its metadata say nothing of it; it is sent all the same');
}
