import { TestApi } from '../testing/api.fixture';
import { testServerOptions } from '../testing/test-server-options';

const KEY = 'the-key-that-nobody-may-see';

const { title } = testServerOptions([]);

describe('the address of the server', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ API_KEY: KEY });
  });
  afterAll(() => api.stop());

  it('tells a browser what this is and where to go', async () => {
    const answer = await api.fetch('/', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await answer.text();
    expect(page).toContain(`<title>${title}</title>`);
    expect(page).toContain(`<code>${api.url}/mcp</code>`);
    expect(page).toContain('href="/docs"');
    expect(page).toContain('href="/health/ready"');
    expect(page).not.toContain(KEY);
  });

  it('is a page that may run and load nothing, and has nothing to', async () => {
    const answer = await api.fetch('/', { headers: { accept: 'text/html' } });
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|unsafe/);
    expect(await answer.text()).not.toMatch(/<script|<style|style=|src=/);
  });

  it('answers programs with links', async () => {
    const answer = await api.fetch('/');
    expect(answer.headers.get('vary')).toMatch(/accept/i);
    expect(await answer.json()).toEqual({
      title,
      mcp: `${api.url}/mcp`,
      health: '/health',
      docs: '/docs',
      openapi: '/openapi.json',
    });
  });

  it.each(['/docs', '/health/ready', '/openapi.json'])('leads to %s', async (path) => {
    expect((await api.fetch(path)).status).toBe(200);
  });

  it('takes no other method', async () => {
    expect((await api.fetch('/', { method: 'POST' })).status).toBe(405);
  });
});
