import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clientSetups, type Connection } from './client-setups';
import { connectCommand } from './connect-command';

const connection: Connection = {
  app: 'api',
  name: 'my-mcp-server',
  url: 'http://127.0.0.1:8000/mcp',
  command: '/usr/bin/node',
  args: ['/home/me/my platform/apps/api/dist/main.js', '--stdio'],
};
const { url, command, args } = connection;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'connect-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const connect = (...line: string[]) => connectCommand(line, connection, folder);
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
function put(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

describe('the set-up of clients', () => {
  it('is printed of all, with the address and the command of this server', () => {
    const { exitCode, text } = connect();
    expect(exitCode).toBe(0);
    for (const { title } of Object.values(clientSetups)) expect(text).toContain(`# ${title}`);
    expect(text.split(url).length - 1).toBe(6);
    expect(text.split('/home/me/my platform/apps/api/dist/main.js').length - 1).toBe(5);
    expect(text).toContain("'/home/me/my platform/apps/api/dist/main.js' --stdio");
  });

  it('is printed of one, and of one transport', () => {
    const { text } = connect('cursor', '--stdio');
    expect(text).toContain('# Cursor');
    expect(text).not.toContain('VS Code');
    expect(text).not.toContain(url);
  });

  it('is that of the documents', () => {
    const document = readFileSync(join(__dirname, '../../../../../docs/clients.md'), 'utf8');
    const documented: Connection = {
      app: 'api',
      name: 'my-mcp-server',
      url,
      command: 'node',
      args: ['/path/to/apps/api/dist/main.js', '--stdio'],
    };
    const files = [...document.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) =>
      JSON.parse(json),
    );
    for (const { title, step } of Object.values(clientSetups)) {
      expect(document).toContain(title);
      for (const transport of ['http', 'stdio'] as const) {
        const { what } = step(documented, transport);
        if (what.startsWith('{')) expect(files).toContainEqual(JSON.parse(what));
        else expect(document).toContain(what.split('\n')[0]?.replace(/^\(.*/, ''));
      }
    }
  });
});

describe.each([
  ['vscode', '.vscode/mcp.json', 'servers', { type: 'http', url }, { type: 'stdio' }],
  ['cursor', '.cursor/mcp.json', 'mcpServers', { url }, {}],
  ['claude-code', '.mcp.json', 'mcpServers', { type: 'http', url }, { type: 'stdio' }],
])('the file of %s', (client, file, key, http, stdio) => {
  const entries = () => (JSON.parse(read(file)) as Record<string, object>)[key];

  it('is made where there is none', () => {
    expect(connect(client, '--write')).toEqual({
      exitCode: 0,
      text: `${file} has my-mcp-server now.`,
    });
    expect(entries()).toEqual({ 'my-mcp-server': http });
  });

  it('gets the other transport on demand, and nothing of the first is left', () => {
    connect(client, '--write');
    connect(client, '--write', '--stdio');
    expect(entries()).toEqual({ 'my-mcp-server': { ...stdio, command, args } });
  });
});

describe('a file that is there', () => {
  const file = '.vscode/mcp.json';

  it('keeps its other entries, its comments and what was added to ours', () => {
    const ours = `"my-mcp-server": { "type": "http", "url": "http://old/mcp", "headers": { "x-tenant": "7" } }`;
    put(
      file,
      `{\n  // of the team\n  "servers": {\n    "other": { "url": "https://other" },\n    ${ours},\n  },\n  "inputs": [],\n}\n`,
    );
    expect(connect('vscode', '--write').exitCode).toBe(0);
    const text = read(file);
    expect(text).toContain('// of the team');
    expect(text).toContain('"other": { "url": "https://other" }');
    expect(text).toContain('"inputs": []');
    expect(text).toContain('"x-tenant": "7"');
    expect(text).toContain(url);
    expect(text).not.toContain('http://old');
  });

  it('is left alone the second time', () => {
    connect('vscode', '--write');
    const before = read(file);
    expect(connect('vscode', '--write').text).toBe(`${file} has my-mcp-server already.`);
    expect(read(file)).toBe(before);
  });

  it.each([
    ['{ "servers": { ', 'is not valid JSON: '],
    ['[]', 'is not a JSON object'],
    ['{ "servers": [] }', 'has a "servers" that is no object'],
  ])('stays as it is where it is none of the client: %s', (text, why) => {
    put(file, text);
    const result = connect('vscode', '--write');
    expect(result.exitCode).toBe(65);
    expect(result.text).toContain(`${file} ${why}`);
    expect(result.text).toContain('nothing was written');
    expect(read(file)).toBe(text);
  });

  it('cannot be a folder', () => {
    mkdirSync(join(folder, file), { recursive: true });
    expect(connect('vscode', '--write')).toMatchObject({
      exitCode: 65,
      text: expect.stringContaining('(EISDIR)'),
    });
  });
});

describe('a command line that makes no sense', () => {
  it.each([
    [['vim'], 'There is no client "vim".'],
    [['toString'], 'There is no client "toString".'],
    [['vscode', 'cursor'], 'Name one client'],
    [['--force'], "Unknown option '--force'"],
    [
      ['--write'],
      '--write is for clients with a file in the project: claude-code, vscode, cursor.',
    ],
    [['chatgpt', '--write'], '--write is for clients with a file'],
  ])('is told what is allowed: %j', (line, message) => {
    const { exitCode, text } = connect(...line);
    expect(exitCode).toBe(64);
    expect(text).toContain(message);
    expect(text).toContain('claude-desktop, claude-code, vscode, cursor, chatgpt, inspector');
    expect(existsSync(join(folder, '.vscode'))).toBe(false);
  });
});
