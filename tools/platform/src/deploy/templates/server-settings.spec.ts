import { z } from 'zod';
import { serversOf, settingsOf } from './server-settings';

const file = z.strictObject({
  domain: z.string(),
  size: z.number(),
  servers: serversOf({ size: z.number().optional() }),
});
const environment = file.parse({
  ...{ domain: 'globex.org', size: 1 },
  servers: { reports: { domain: 'reports.globex.org' }, shop: { domain: 'shop.com', size: 2 } },
});

describe('what an environment says of an app', () => {
  it.each([
    ['api', { domain: 'globex.org', size: 1 }],
    ['worker', { domain: 'globex.org', size: 1 }],
    ['reports', { domain: 'reports.globex.org', size: 1 }],
    ['shop', { domain: 'shop.com', size: 2 }],
  ])('is its own before that of all: %s', (app, settings) => {
    expect(settingsOf(environment, app)).toEqual(settings);
  });

  it.each(['audit', 'constructor'])('is refused for a server that it does not know: %s', (app) => {
    const fault = { code: 'USAGE', message: expect.stringContaining(`servers.${app}`) };
    expect(() => settingsOf(environment, app)).toThrow(expect.objectContaining(fault));
  });

  it.each([
    ['no name of an app', { 'Re ports': { domain: 'reports.globex.org' } }],
    ['no host', { reports: { domain: 'https://reports.globex.org' } }],
    ['what no server has', { reports: { domain: 'reports.globex.org', region: 'x' } }],
  ])('is refused with %s', (_, servers) => {
    expect(file.safeParse({ ...environment, servers }).success).toBe(false);
  });
});
