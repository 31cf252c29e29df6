/** How a client reaches the server: at its address, or by starting it. */
export interface Connection {
  /** The server's app, for the commands of the workspace. */
  readonly app: string;
  /** What the server is called in the client's list. */
  readonly name: string;
  /** Of the MCP endpoint. */
  readonly url: string;
  readonly command: string;
  readonly args: readonly string[];
}

export type Transport = 'http' | 'stdio';

/** A file of the project in which a client finds its servers. */
interface ProjectFile {
  readonly path: string;
  /** The property that holds the servers by name. */
  readonly key: string;
  entry(connection: Connection, transport: Transport): object;
}

/** Where a person puts what. */
interface Step {
  readonly where: string;
  readonly what: string;
}

export interface ClientSetup {
  readonly title: string;
  readonly file?: ProjectFile;
  step(connection: Connection, transport: Transport): Step;
}

const INSPECTOR = 'npx @modelcontextprotocol/inspector@2.12.0 --cli';
const BRIDGE = ['-y', 'mcp-remote@0.15.1'];

const mcpServers = { key: 'mcpServers', entry: plainEntry };

/** By the name that the command takes, in the order of what it prints. */
export const clientSetups: Readonly<Record<string, ClientSetup>> = {
  'claude-desktop': {
    title: 'Claude Desktop',
    step: (connection, transport) => ({
      where:
        'in claude_desktop_config.json (Settings, Developer, Edit Config)' +
        (transport === 'http' ? '; a public https address goes to Settings, Connectors' : ''),
      what: fileText(mcpServers, connection, {
        ...(transport === 'http'
          ? { command: 'npx', args: [...BRIDGE, connection.url] }
          : commandOf(connection)),
      }),
    }),
  },
  'claude-code': inFile('Claude Code', {
    path: '.mcp.json',
    key: 'mcpServers',
    entry: typedEntry,
  }),
  vscode: inFile('VS Code', { path: '.vscode/mcp.json', key: 'servers', entry: typedEntry }),
  cursor: inFile('Cursor', { path: '.cursor/mcp.json', ...mcpServers }),
  chatgpt: {
    title: 'ChatGPT',
    step: ({ url }, transport) => ({
      where: 'in Settings, Apps, Advanced settings: Developer mode, then Create app',
      what:
        transport === 'http'
          ? `${url}\n(it must be reachable from the internet by https: deploy it, or open a tunnel)`
          : '(it starts no program: give it the address)',
    }),
  },
  inspector: {
    title: 'Inspector',
    step: ({ url, command, args }, transport) => ({
      where: 'in a terminal',
      what:
        transport === 'http'
          ? `${INSPECTOR} --server-url ${url} --transport http --method tools/list`
          : `${INSPECTOR} ${[command, ...args].map(quoted).join(' ')} --method tools/list`,
    }),
  },
};

/** What a client's file holds when this server is its only one. */
function fileText({ key }: Pick<ProjectFile, 'key'>, { name }: Connection, entry: object): string {
  return JSON.stringify({ [key]: { [name]: entry } }, undefined, 2);
}

function inFile(title: string, file: ProjectFile): ClientSetup {
  return {
    title,
    file,
    step: (connection, transport) => ({
      where: `in ${file.path}`,
      what: fileText(file, connection, file.entry(connection, transport)),
    }),
  };
}

/** Where a server with an address is one of HTTP. */
function plainEntry(connection: Connection, transport: Transport): object {
  return transport === 'http' ? { url: connection.url } : commandOf(connection);
}

function typedEntry(connection: Connection, transport: Transport): object {
  return { type: transport, ...plainEntry(connection, transport) };
}

function commandOf({ command, args }: Connection) {
  return { command, args };
}

/** For a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
