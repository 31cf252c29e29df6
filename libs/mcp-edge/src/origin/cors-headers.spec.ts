import { allowedHeaders } from './cors-headers';

describe('the headers that a page may send', () => {
  it('are those of MCP clients', () => {
    expect(allowedHeaders()).toEqual(
      expect.arrayContaining(['content-type', 'authorization', 'mcp-session-id', 'last-event-id']),
    );
  });

  it('are those of tool parameters too, by the names that it asks for', () => {
    const headers = allowedHeaders('Content-Type, Mcp-Param-Region,mcp-param-tenant_id');
    expect(headers).toEqual(expect.arrayContaining(['mcp-param-region', 'mcp-param-tenant_id']));
  });

  it('are no others that it asks for', () => {
    const asked = 'x-evil, mcp-param-, mcp-param-a b, x-mcp-param-a, cookie';
    expect(allowedHeaders(asked)).toEqual(allowedHeaders());
  });
});
