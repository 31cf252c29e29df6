import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider as OAuthProvider } from 'oidc-provider';
import { refuseForgery } from './sign-in-fault';
import { sendPage } from './pages/page';
import { accountPage, signedOutPage } from './pages/account-pages';
import type { Grants } from './people/grants';
import type { People } from './people/people';

export const ACCOUNT_PATH = '/oauth/account';

/** Where people see which clients may act for them, take that back, and sign out. */
export class Account {
  constructor(
    private readonly parts: {
      readonly oauth: OAuthProvider;
      readonly people: People;
      readonly grants: Grants;
      readonly origin: string;
    },
  ) {}

  /** @throws what cannot be done now, or a `SignInFault` */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    form: URLSearchParams,
  ): Promise<void> {
    const { oauth, people, grants, origin } = this.parts;
    const { accountId } = await oauth.Session.get(oauth.createContext(request, response));
    const person = accountId === undefined ? undefined : await people.find(accountId);
    if (person === undefined) return sendPage(response, signedOutPage());
    if (request.method !== 'POST') {
      return sendPage(response, accountPage(ACCOUNT_PATH, person, await grants.of(person.id)));
    }
    refuseForgery(request, origin);
    const grant = form.get('grant');
    if (grant !== null) await grants.end(person.id, grant);
    else await grants.endSessions(person.id);
    response.writeHead(303, { location: ACCOUNT_PATH, 'cache-control': 'no-store' }).end();
  }
}
