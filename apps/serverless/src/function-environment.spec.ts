import { loadConfig } from '@repo/config';
import { functionEnvironment, needsDatabase } from './function-environment';

const config = (environment: Record<string, string>) =>
  loadConfig(functionEnvironment(environment));

describe('the defaults of a function', () => {
  it('are no sessions, no audit and one connection', () => {
    const { audit, database, mcp } = config({});
    expect([audit.mode, database.poolSize, mcp.sessions]).toEqual(['off', 1, false]);
  });

  it('give audit where there is a database, and no sessions even where there is Redis', () => {
    const { audit, mcp } = config({
      REDIS_URL: 'redis://127.0.0.1:6379',
      MCP_SESSIONS: 'auto',
      DATABASE_URL: 'postgres://app@127.0.0.1/app',
    });
    expect([audit.mode, mcp.sessions]).toEqual(['best-effort', false]);
  });

  it('take the public name for the one that it is called by', () => {
    expect(config({ PUBLIC_URL: 'https://mcp.example.com' }).http.allowedHosts).toEqual([
      'mcp.example.com',
    ]);
    const both = { PUBLIC_URL: 'https://mcp.example.com', ALLOWED_HOSTS: 'other.example.com' };
    expect(config(both).http.allowedHosts).toEqual(['other.example.com']);
  });

  it('do without a database in production only where that is said', () => {
    expect(needsDatabase({ ENVIRONMENT: 'production' })).toBe(true);
    expect(needsDatabase({ ENVIRONMENT: 'production', AUDIT: 'off' })).toBe(false);
  });
});
