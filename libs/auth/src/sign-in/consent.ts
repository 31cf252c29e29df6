import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@nestjs/common';
import type { Interaction, Provider as OAuthProvider } from 'oidc-provider';
import { consentPage } from './pages/pages';
import { sendPage } from './pages/page';
import { permitted } from './people/admission';
import type { People } from './people/people';
import type { SignInSettings } from './settings/sign-in-settings';
import { isIdentity } from './server/interaction-policy';
import { SignInFault } from './sign-in-fault';

export interface ConsentParts {
  readonly oauth: OAuthProvider;
  /** Undefined: the sample people. */
  readonly settings: SignInSettings | undefined;
  readonly people: People;
  readonly logger: Logger;
}

/**
 * A person is asked whether a client may act for them, and their answer becomes a grant: of the
 * scopes asked for, those that the person has.
 */
export class Consent {
  constructor(private readonly parts: ConsentParts) {}

  /**
   * @param path of the interaction, where the answer goes
   * @throws {SignInFault} where the sign-in, the client or the person is gone
   */
  async ask(interaction: Interaction, path: string, response: ServerResponse): Promise<void> {
    const { client, person, asked } = await this.factsOf(interaction);
    const scopes = permitted(person.scopes, asked);
    const words = this.parts.settings?.scopes ?? {};
    const known = this.parts.settings?.clients ?? [];
    sendPage(
      response,
      consentPage({
        path,
        client: {
          id: client.clientId,
          name: client.clientName ?? client.clientId,
          redirectUri: interaction.params['redirect_uri'] as string,
          isKnown: known.some(({ id }) => id === client.clientId),
        },
        person,
        scopes: scopes.map((scope) => ({ scope, words: words[scope] })),
        refused: asked.filter((scope) => !scopes.includes(scope)),
      }),
    );
  }

  /**
   * @param form whose `answer` is `yes`, or else the person refused
   * @throws {SignInFault} where the sign-in, the client or the person is gone
   */
  async take(
    interaction: Interaction,
    form: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { oauth } = this.parts;
    const { prompt, grantId } = interaction;
    const { client, person, asked } = await this.factsOf(interaction);
    if (form.get('answer') !== 'yes') {
      const refusal = { error: 'access_denied', error_description: 'the person refused' };
      return oauth.interactionFinished(request, response, refusal);
    }
    const rights = permitted(person.scopes, asked);
    if (asked.length > 0 && rights.length === 0 && !isOpenId(interaction)) {
      const refusal = 'the person has none of the rights that were asked for';
      return oauth.interactionFinished(request, response, {
        ...{ error: 'access_denied', error_description: refusal },
      });
    }
    const found = grantId === undefined ? undefined : await oauth.Grant.find(grantId);
    const grant = found ?? new oauth.Grant({ accountId: person.id, clientId: client.clientId });
    const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details as {
      missingOIDCScope?: string[];
      missingResourceScopes?: Record<string, string[]>;
    };
    if (missingOIDCScope.length > 0) grant.addOIDCScope(missingOIDCScope.join(' '));
    for (const [resource, scopes] of Object.entries(missingResourceScopes)) {
      // What they lack is not recorded as refused: they may have it when the client asks again.
      const mine = permitted(person.scopes, scopes);
      if (mine.length > 0) grant.addResourceScope(resource, mine.join(' '));
    }
    this.parts.logger.log(`${person.id} lets ${client.clientId} act for them: ${rights.join(' ')}`);
    const consent = { grantId: await grant.save() };
    await oauth.interactionFinished(request, response, { consent });
  }

  private async factsOf({ params, prompt, session }: Interaction) {
    const { oauth, people } = this.parts;
    const client = await oauth.Client.find(params['client_id'] as string);
    const person = await people.find(session?.accountId ?? '');
    if (prompt.name !== 'consent' || client === undefined || person === undefined) {
      throw new SignInFault('This sign-in has ended.');
    }
    const asked = scopesOf({ params }).filter((scope) => !isIdentity(scope));
    return { client, person, asked };
  }
}

const scopesOf = ({ params }: Pick<Interaction, 'params'>): readonly string[] => [
  ...new Set(((params['scope'] ?? '') as string).split(' ').filter((scope) => scope !== '')),
];

/** Whether a client asks who somebody is, which everybody can answer. */
const isOpenId = (interaction: Interaction): boolean => scopesOf(interaction).includes('openid');
