import { TestApi } from '../testing/api.fixture';

let api: TestApi;
afterEach(() => api.stop());

const start = async (environment: Record<string, string> = {}) => {
  api = await TestApi.start({ AUDIT: 'off', ...environment });
};

describe('the answers of HTTP routes', () => {
  it.each(['/health', '/docs', '/openapi.json', '/nothing'])(
    'to %s tell a browser to trust nothing but this server',
    async (path) => {
      await start();
      const { headers } = await api.fetch(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toBeNull();
      for (const name of ['server', 'x-powered-by']) expect(headers.get(name)).toBeNull();
    },
  );

  it('let the page of Swagger UI load its own scripts and styles, and the document', async () => {
    await start();
    const page = await api.fetch('/docs');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self' 'unsafe-inline'");
    expect(policy).toContain("connect-src 'self'");
    // Nothing in it needs more: no inline script, nothing from elsewhere.
    expect(await page.text()).not.toMatch(/<script(?![^>]*src="\/)|(?:src|href)="(?!\/)/);
  });

  it('ask for https for a year where that is how the server is reached', async () => {
    await start({ PUBLIC_URL: 'https://mcp.example.com' });
    const { headers } = await api.fetch('/health');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});

describe('the answers of MCP', () => {
  it('are kept by no cache, and taken for nothing but JSON', async () => {
    await start({ RATE_LIMIT_REQUESTS: '1' });
    const served = await api.call('whoami');
    const refused = await api.call('whoami');
    expect([served.status, refused.status]).toEqual([200, 429]);
    for (const { headers } of [served, refused]) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      for (const name of ['server', 'x-powered-by']) expect(headers.get(name)).toBeNull();
    }
  });
});
