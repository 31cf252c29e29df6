import type { LinkedService } from '../credentials/linked-services';
import type { GrantView } from '../people/grants';
import type { Person } from '../people/people';
import { markup } from './html';
import type { Page } from './page';

/** The clients that may act for a person, and where. @param path that the buttons are sent to */
export function accountPage(
  path: string,
  person: Person,
  grants: readonly GrantView[],
  linked: readonly LinkedService[],
): Page {
  const { name, email } = person;
  return {
    title: 'Who may act for you',
    body: markup`<p>You are <strong>${email === null ? name : `${name} (${email})`}</strong>.</p>
      ${grants.length === 0 ? markup`<p>No program may act for you at the moment.</p>` : []}
      ${grants.map(
        ({ id, clientId, scopes, expiresAt }) =>
          markup`<section>
            <h2>${clientId}</h2>
            <p>
              Until ${expiresAt.slice(0, 10)}:
              <code>${scopes.join(' ') || 'nothing but your name'}</code>
            </p>
            <form method="post" action="${path}">
              <button name="grant" value="${id}">Take it back</button>
            </form>
          </section>`,
      )}
      ${
        linked.length === 0
          ? []
          : markup`<h2>What tools may use as you</h2>
              ${linked.map(
                ({ service, title, linkedAt, usedAt }) =>
                  markup`<form method="post" action="${path}">
                    <p>
                      <strong>${title}</strong>, since ${linkedAt.slice(0, 10)}${
                        usedAt === null ? ', not used yet' : `, used on ${usedAt.slice(0, 10)}`
                      }
                      <button name="service" value="${service}">Unlink</button>
                    </p>
                  </form>`,
              )}`
      }
      <hr />
      <form method="post" action="${path}">
        <button name="session" value="end">Sign out of all browsers</button>
      </form>`,
  };
}

export function signedOutPage(path: string): Page {
  return {
    title: 'You are signed out',
    body: markup`<p>Sign in to see which programs may act for you.</p>
      <form method="post" action="${path}">
        <button class="first" name="session" value="begin">Sign in</button>
      </form>`,
  };
}
