import { identity } from '@repo/config';
import type { Identity } from '../people/identity';
import type { Provider } from '../settings/provider';
import { markup } from './html';
import type { Page } from './page';

/** Whose account is used. @param path of this step of the sign-in */
export function providersPage(path: string, providers: readonly Provider[]): Page {
  return {
    title: 'Sign in',
    body: markup`<p>Who knows you?</p>
      ${providers.map(
        ({ id, title }) =>
          markup`<form method="get" action="${path}/with/${id}">
            <button class="first">Sign in with ${title}</button>
          </form>`,
      )}`,
  };
}

/** Who to be, in development. */
export function samplePeoplePage(path: string, people: readonly Identity[]): Page {
  return {
    title: 'Sign in as somebody',
    body: markup`<p class="note">
        This server runs for development: these people are samples and have no passwords. Set
        <code>AUTH_PROVIDERS</code> for real ones.
      </p>
      <form method="post" action="${path}/as">
        ${people.map(
          ({ subject, name }) =>
            markup`<button class="first" name="person" value="${subject}">${name}</button>`,
        )}
      </form>`,
  };
}

/** What a person is asked before a client may act for them. */
export interface ConsentRequest {
  readonly path: string;
  readonly client: {
    readonly id: string;
    readonly name: string;
    /** Where the answer goes, and so whom it is given to. */
    readonly redirectUri: string;
    /** Whether its name is what it says of itself. */
    readonly isKnown: boolean;
  };
  readonly person: { readonly name: string; readonly email: string | null };
  /** In words where there are some. */
  readonly scopes: readonly { readonly scope: string; readonly words: string | undefined }[];
  /** Asked for, and not this person's. */
  readonly refused: readonly string[];
}

export function consentPage(request: ConsentRequest): Page {
  const { path, client, person, scopes, refused } = request;
  const target = new URL(client.redirectUri);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(target.hostname);
  const isWeb = target.protocol === 'https:' || target.protocol === 'http:';
  const account = person.email === null ? person.name : `${person.name} (${person.email})`;
  return {
    title: `Let ${client.name} use ${identity.title}?`,
    // A scheme of an application is a target by itself.
    formTarget: isWeb ? target.origin : target.protocol,
    body: markup`<p>
        It would act as <strong>${account}</strong>. Your answer goes to
        <strong>${isWeb ? target.host : target.protocol}</strong>.
      </p>
      ${
        scopes.length === 0
          ? markup`<p>It asks for nothing but to know who you are.</p>`
          : markup`<p>It could:</p>
              <ul>
                ${scopes.map(({ scope, words }) =>
                  words === undefined
                    ? markup`<li><code>${scope}</code></li>`
                    : markup`<li>${words} <code>${scope}</code></li>`,
                )}
              </ul>`
      }
      ${refused.length === 0 ? [] : markup`<p>It asked for more, which is not yours to give: <code>${refused.join(' ')}</code>.</p>`}
      ${isLoopback ? markup`<p class="note">The answer goes to a program on this computer. Go on only if you have just started it yourself.</p>` : []}
      ${client.isKnown ? [] : markup`<p class="note">Nobody here has checked this client: its name is what it says of itself. It calls itself <code>${client.id}</code>.</p>`}
      <form method="post" action="${path}/consent">
        <button class="first" name="answer" value="yes">Allow</button>
        <button name="answer" value="no">Refuse</button>
      </form>`,
  };
}

/** What went wrong, and what can be done. */
export function faultPage(message: string, status: number, title = 'You are not signed in'): Page {
  return {
    title,
    status,
    body: markup`<p>${message}</p>
      <p>Go back to the program that you came from, and start again there.</p>`,
  };
}
