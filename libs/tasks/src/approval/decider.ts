/** Characters of a name, as people are told it. */
const MAX_NAME = 256;

/** Whoever asked for something, or decides on it: client, subject and issuer, as `principalOf` has them. */
interface Party {
  readonly client: string;
  /** Empty where the client acts for nobody, and none is told. */
  readonly subject: string;
  readonly issuer: string;
}

function partyOf(principal: string): Party {
  const [client = '', subject = '', issuer = ''] = JSON.parse(principal) as string[];
  return { client, subject, issuer };
}

/**
 * Whether two principals are the same person, or the same machine: by issuer and subject, whatever
 * client they use. Who has no subject is their client, which is enough to be the same.
 */
export function isSamePerson(first: string, second: string): boolean {
  const [a, b] = [partyOf(first), partyOf(second)];
  if (a.subject !== '' && b.subject !== '') {
    const isSameIssuer = a.issuer === b.issuer || a.issuer === '' || b.issuer === '';
    return a.subject === b.subject && isSameIssuer;
  }
  return a.client === b.client || nameIn(a) === nameIn(b);
}

/** As people are told them: the subject, else the client. */
export function nameOf(principal: string): string {
  return nameIn(partyOf(principal));
}

function nameIn({ client, subject }: Party): string {
  return (subject === '' ? client : subject).slice(0, MAX_NAME);
}
