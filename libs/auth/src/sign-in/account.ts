import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider as OAuthProvider } from 'oidc-provider';
import type { LinkedServices } from './credentials/linked-services';
import { signInAddress } from './credentials/own-sign-in';
import { refuseForgery } from './sign-in-fault';
import { sendPage } from './pages/page';
import { leavingPage } from './pages/link-pages';
import { accountPage, signedOutPage } from './pages/account-pages';
import type { Grants } from './people/grants';
import type { People } from './people/people';

export const ACCOUNT_PATH = '/oauth/account';

/** Where people see which clients may act for them, and at which services; take that back, and sign out. */
export class Account {
  constructor(
    private readonly parts: {
      readonly oauth: OAuthProvider;
      readonly people: People;
      readonly grants: Grants;
      readonly linked: LinkedServices;
      readonly origin: string;
    },
  ) {}

  /** @throws what cannot be done now, or a `SignInFault` */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    form: URLSearchParams,
  ): Promise<void> {
    const { oauth, people, grants, linked, origin } = this.parts;
    const { accountId } = await oauth.Session.get(oauth.createContext(request, response));
    const person = accountId === undefined ? undefined : await people.find(accountId);
    if (request.method === 'POST') refuseForgery(request, origin);
    if (person === undefined) {
      const isBeginning = form.get('session') === 'begin';
      const page = isBeginning
        ? leavingPage(signInAddress('account'), 'your sign-in')
        : signedOutPage(ACCOUNT_PATH);
      return sendPage(response, page);
    }
    if (request.method !== 'POST') {
      const held = [await grants.of(person.id), await linked.of(person.id)] as const;
      return sendPage(response, accountPage(ACCOUNT_PATH, person, ...held));
    }
    const [grant, service] = [form.get('grant'), form.get('service')];
    if (grant !== null) await grants.end(person.id, grant);
    else if (service !== null) await linked.end(person.id, service);
    else await grants.endSessions(person.id);
    response.writeHead(303, { location: ACCOUNT_PATH, 'cache-control': 'no-store' }).end();
  }
}
