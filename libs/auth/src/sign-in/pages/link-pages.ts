import { identity } from '@repo/config';
import type { Person } from '../people/people';
import { markup } from './html';
import type { Page } from './page';

/** What a person is asked before they link an account. */
export interface LinkRequest {
  readonly path: string;
  readonly person: Pick<Person, 'name' | 'email'>;
  readonly title: string;
  readonly scopes: readonly string[];
}

export function linkPage({ path, person, title, scopes }: LinkRequest): Page {
  const account = person.email === null ? person.name : `${person.name} (${person.email})`;
  const asked = scopes.filter((scope) => scope !== '');
  return {
    title: `Link ${title} to ${identity.title}?`,
    body: markup`<p>
        You are <strong>${account}</strong>. Tools that you call here could then act for you at
        <strong>${title}</strong>, until you take it back on your account page.
      </p>
      ${asked.length === 0 ? [] : markup`<p>They ask for: <code>${asked.join(' ')}</code></p>`}
      <p class="note">Go on only if you have just called a tool yourself.</p>
      <form method="post" action="${path}">
        <button class="first" name="answer" value="link">Go to ${title}</button>
      </form>`,
  };
}

/**
 * Leads to an address elsewhere. Not by a redirect: browsers let a form lead only to where its page
 * says, and that address leads on to others.
 */
export function leavingPage(address: string, title: string): Page {
  return {
    title: `On to ${title}`,
    onward: address,
    body: markup`<p><a href="${address}">Go on to ${title}</a></p>`,
  };
}

/** @param isDone whether they have signed in again */
export function signedInAgainPage(path: string, title: string, isDone: boolean): Page {
  return isDone
    ? {
        title: 'You have signed in again',
        body: markup`<p>Close this page, and go on with the tool that uses ${title}.</p>`,
      }
    : {
        title: 'Sign in again',
        body: markup`<p>What your sign-in gave for <strong>${title}</strong> has ended.</p>
          <form method="post" action="${path}">
            <button class="first" name="answer" value="again">Sign in again</button>
          </form>`,
      };
}

/** @param account path of the page where it is taken back */
export function linkedPage(title: string, account: string): Page {
  return {
    title: `${title} is linked`,
    body: markup`<p>Close this page, and go on where you came from.</p>
      <p>You can take it back on <a href="${account}">your account page</a>.</p>`,
  };
}
