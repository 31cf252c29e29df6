import { readFileSync, writeFileSync } from 'node:fs';
import { FakeService, SERVICE_CLIENT_SECRET } from '@repo/auth/testing';
import { TestApi } from '../testing/api.fixture';
import { LinkedToolsModule, LinkingWorld } from '../testing/linking.fixture';

it('a person chooses a provider by a form, which no redirect leads out of: browsers would block it', async () => {
  const world = await LinkingWorld.start();
  const other = await FakeService.start();
  const secrets = `there=${SERVICE_CLIENT_SECRET},other=${SERVICE_CLIENT_SECRET}`;
  const environment = world.environment({ AUTH_CLIENT_SECRETS: secrets });
  const path = environment['AUTH_PROVIDERS']!;
  const file = JSON.parse(readFileSync(path, 'utf8')) as { providers: object[] };
  const second = { ...file.providers[0], id: 'other', title: 'Other', issuer: other.issuer };
  const providers = [...file.providers, second];
  writeFileSync(path, JSON.stringify({ ...file, providers, services: [] }));
  const api = await TestApi.start(environment, LinkedToolsModule);
  try {
    const { browser } = await world.person('ann');
    await browser.open(`${other.issuer}/as/otto`);
    await browser.open(`${api.url}/oauth/account`);
    await browser.press('begin');
    expect(browser.headers.get('content-security-policy')).toContain("form-action 'self'");
    const [, action = ''] =
      /<form method="get" action="([^"]+\/with\/other)"/.exec(browser.text) ?? [];
    const answer = await browser.send(action, 'GET');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`content="0;url=${other.issuer}/authorize?`);
    await browser.press('with/other');
    expect(browser.url).toBe(`${api.url}/oauth/account`);
    expect(browser.text).toContain('You are <strong>otto</strong>');
  } finally {
    await api.stop();
    await other.stop();
    await world.stop();
  }
});
