import { z } from 'zod';
import { DeployError } from '../deploy.error';
import { MIGRATING_APP } from '../migrating-app';
import { hostName } from './read-environment';

/** What an environment says of each server besides the api, by the name of its app. */
export const serversOf = <T extends z.ZodRawShape>(fields: T) =>
  z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected the name of an app'),
      z.strictObject({
        domain: hostName.describe('Where clients reach this server, without https://.'),
        ...fields,
      }),
    )
    .optional()
    .describe('Servers besides the api, by their folders in apps.');

/**
 * The settings of an environment as one app has them: the api and the worker those of the environment
 * itself, another server its own in their place.
 *
 * @throws {DeployError} USAGE where the environment says nothing of that server: it would answer under
 *   the address of the api
 */
export function settingsOf<
  T extends { readonly servers?: Readonly<Record<string, object>> | undefined },
>({ servers = {}, ...environment }: T, app: string): Omit<T, 'servers'> {
  if (app === MIGRATING_APP || app === 'worker') return environment;
  if (Object.hasOwn(servers, app)) return { ...environment, ...servers[app] };
  throw new DeployError(
    'USAGE',
    `The environment has no servers.${app}, with the domain of its own.`,
  );
}
