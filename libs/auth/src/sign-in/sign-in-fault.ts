import type { IncomingMessage } from 'node:http';

/** Something that the person is told, on a page. */
export class SignInFault extends Error {
  override readonly name = 'SignInFault';

  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/**
 * Keeps pages of others from pressing buttons with the cookies of a browser (CSRF).
 *
 * @throws {SignInFault} the form is not from a page of this server
 */
export function refuseForgery({ headers }: IncomingMessage, origin: string): void {
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined ? headers.origin === origin : site === 'same-origin';
  if (!isOwn) throw new SignInFault('This form may only be sent from its own page.', 403);
}

/** What somebody reads who can do little about it. */
export function explained(error: Error): string {
  const { error_description: description } = error as { error_description?: string };
  return `The program that sent you here asked for something that this server does not give${
    description === undefined ? '.' : `: ${description}.`
  }`;
}
