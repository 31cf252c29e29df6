import { loadConfig } from '@repo/config';
import { Catalog } from '@repo/mcp-core';
import { startLine } from './start-line';

describe('the line of the start', () => {
  const catalog = new Catalog(new Map(), new Map(), [], new Map(), new Map());
  const line = startLine('http://127.0.0.1:43211', catalog, loadConfig({}).mcp);

  it('begins with the address, for people and for programs', () => {
    expect(/^listening on (http:\/\/\S+)/.exec(line)?.[1]).toBe('http://127.0.0.1:43211');
  });

  it('tells eras, offers and sessions', () => {
    expect(line).toContain('2026-07-28');
    expect(line).toContain('2025-11-25');
    expect(line).toContain('0 tools, 0 resources, 0 prompts');
    expect(line).toContain('get sessions in the memory of this process');
  });
});
