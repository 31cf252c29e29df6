import { TestApi } from '../testing/api.fixture';
import { LinkedToolsModule, LinkingWorld, linksBy } from '../testing/linking.fixture';
import type { PersonClient } from '../testing/person.fixture';

describe('the link of an account refuses', () => {
  let world: LinkingWorld;
  let api: TestApi;
  beforeAll(async () => {
    world = await LinkingWorld.start();
    api = await TestApi.start(world.environment(), LinkedToolsModule);
  });
  afterAll(async () => {
    await api.stop();
    await world.stop();
  });

  /** Somebody who is signed in, and the address of the page that a call of theirs wants opened. */
  async function started(name: string) {
    const person = await world.person(name);
    const client = await world.connect(person, api.url);
    const [page = ''] = /http\S+/.exec(await world.who(client)) ?? [];
    expect(page).toContain(`${api.url}/oauth/link/`);
    const isLinked = async () => !(await world.who(client)).includes('has to be linked');
    return { person, page, isLinked, close: () => client.close() };
  }

  /** The address that the service sends somebody back to who has begun to link. */
  async function returnOf({ browser }: PersonClient, page: string): Promise<string> {
    await browser.open(page);
    const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(browser.text) ?? [];
    const answer = await browser.send(action);
    const [, onward = ''] = /url=([^"]+)"/.exec(await answer.text()) ?? [];
    const address = onward.replaceAll('&#38;', '&');
    expect(address).toContain(`${world.service.issuer}/authorize?`);
    const back = await fetch(address, { redirect: 'manual' });
    return back.headers.get('location') ?? '';
  }

  it('another person who opens the page, though they are signed in', async () => {
    const ann = await started('ann');
    const bob = await started('bob');
    await bob.person.browser.open(ann.page);
    expect(bob.person.browser.status).toBe(403);
    expect(bob.person.browser.text).toContain('This link is for somebody else: you are bob');
    expect(bob.person.browser.text).not.toContain('ann');
    expect([await ann.isLinked(), await bob.isLinked()]).toEqual([false, false]);
    await Promise.all([ann.close(), bob.close()]);
  });

  it('what one person began and another ends, in either direction', async () => {
    const mallory = await started('mallory');
    const victim = await started('victim');
    // The account of Mallory for the victim, whose data would go there.
    const ofMallory = await returnOf(mallory.person, mallory.page);
    await victim.person.browser.open(ofMallory);
    expect(victim.person.browser.status).toBe(403);
    // The account of the victim for Mallory, in a browser that nobody is signed in in.
    const again = await returnOf(mallory.person, mallory.page);
    const stranger = await world.person('stranger');
    await stranger.browser.open(again);
    expect(stranger.browser.status).toBe(403);
    expect(stranger.browser.text).toContain('nobody is signed in in this browser');
    expect([await mallory.isLinked(), await victim.isLinked()]).toEqual([false, false]);
    await Promise.all([mallory.close(), victim.close()]);
  });

  it('an answer of the service that comes a second time, and one that nobody asked for', async () => {
    const carol = await started('carol');
    const { browser } = carol.person;
    const back = await returnOf(carol.person, carol.page);
    await browser.open(back);
    expect(browser.text).toContain('Code is linked');
    await browser.open(back);
    expect(browser).toMatchObject({ status: 400, text: expect.stringContaining('has ended') });
    for (const [name, value] of [
      ['state', 'made-up'],
      ['state', ''],
      ['code', 'made-up'],
    ] as const) {
      const altered = new URL(await returnOf(carol.person, carol.page));
      altered.searchParams.set(name, value);
      await browser.open(altered.href);
      expect(browser.status).toBe(name === 'code' ? 502 : 400);
    }
    // What was good before is so still.
    expect(await carol.isLinked()).toBe(true);
    await carol.close();
  });

  it('an answer at the address of another service', async () => {
    const dave = await started('dave');
    const back = await returnOf(dave.person, dave.page);
    await dave.person.browser.open(back.replace('/oauth/linked/code', '/oauth/linked/reports'));
    expect(dave.person.browser.status).toBe(400);
    expect(await dave.isLinked()).toBe(false);
    await dave.close();
  });

  it('to lead anywhere else', async () => {
    const erin = await started('erin');
    const { browser } = erin.person;
    const evil = 'https://evil.example';
    const state = new URL(erin.page).pathname.split('/').at(-1) ?? '';
    for (const address of [
      `${erin.page}?return_to=${evil}&redirect_uri=${evil}&next=${evil}`,
      `${api.url}/oauth/link//evil.example`,
      `${api.url}/oauth/link/return?code=x&state=${encodeURIComponent(evil)}`,
      `${api.url}/oauth/link/return?code=x&state=${encodeURIComponent('//evil.example')}`,
      `${api.url}/oauth/link/return?code=x&state=${state}&redirect_uri=${evil}`,
      `${api.url}/oauth/link/return?code=x&state=${state}${encodeURIComponent('/../../@evil.example')}`,
      `${api.url}/oauth/linked/code?state=x&redirect_uri=${evil}`,
    ]) {
      await browser.open(address);
      expect(new URL(browser.url).origin).toBe(api.url);
      expect(browser.text).not.toContain('evil.example');
    }
    const asked = new URLSearchParams({
      ...{ client_id: 'this-server', response_type: 'code', scope: 'openid', state: 'x' },
      ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256', redirect_uri: evil },
    });
    await browser.open(`${api.url}/oauth/authorize?${asked.toString()}`);
    expect(browser).toMatchObject({ status: 400, url: expect.stringContaining(api.url) });
    await erin.close();
  });

  it('a page that is made up or altered, and forms of other sites', async () => {
    const frank = await started('frank');
    const { browser } = frank.person;
    for (const page of [
      `${api.url}/oauth/link/made-up`,
      frank.page.slice(0, -2),
      `${frank.page}AA`,
    ]) {
      await browser.open(page);
      expect(browser).toMatchObject({ status: 400, text: expect.stringContaining('has expired') });
    }
    await browser.open(frank.page);
    await browser.press('link', { 'sec-fetch-site': 'cross-site' });
    expect(browser.status).toBe(403);
    expect(await frank.isLinked()).toBe(false);
    await frank.close();
  });

  it('nobody who does it right', async () => {
    const grace = await started('grace');
    await linksBy(grace.person)(grace.page);
    expect(await grace.isLinked()).toBe(true);
    await grace.close();
  });
});
