import { parseCompose } from '../compose/compose-file';
import { textOf } from '../workspace';
import type { Deployed } from './deployed';

const apps: Readonly<Record<string, Deployed['app']>> = {
  api: 'api',
  dev: 'api',
  migrate: 'api',
  worker: 'worker',
};

/** The services of ours, with the passwords that stand in the file. */
export function composeEnvironments(): Deployed[] {
  const { services } = parseCompose(textOf('docker-compose.yml'));
  return Object.entries(apps).map(([name, app]) => ({
    name: `docker-compose.yml: ${name}`,
    app,
    variables: services[name]?.environment ?? {},
  }));
}
