/** The bridge of MCP Apps: an app in a host asks the server through it, and so sees tools and resources. */
import {
  Client,
  InMemoryTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { App } from '@modelcontextprotocol/ext-apps';
import { AppBridge } from '@modelcontextprotocol/ext-apps/app-bridge';
import { answerOf, FORM_ANSWER, headersOf } from './operations.mjs';

export async function connect({ url, command, ...server }) {
  const host = new Client(
    { name: 'host', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' }, capabilities: { elicitation: {} } },
  );
  host.setRequestHandler('elicitation/create', () => FORM_ANSWER);
  const requestInit = { headers: headersOf(server) };
  await host.connect(
    command === undefined
      ? new StreamableHTTPClientTransport(new URL(url), { requestInit })
      : new StdioClientTransport({ ...command, stderr: 'ignore' }),
  );
  const capabilities = { serverTools: { listChanged: true }, serverResources: {} };
  const bridge = new AppBridge(host, { name: 'host', version: '1.0.0' }, capabilities);
  const app = new App({ name: 'app', version: '1.0.0' }, {}, { autoResize: false });
  const [ofHost, ofApp] = InMemoryTransport.createLinkedPair();
  await bridge.connect(ofHost);
  await app.connect(ofApp);

  const call = (name, args, options) => app.callServerTool({ name, arguments: args }, options);
  const callTool = async (name, args) => answerOf(await call(name, args));
  return {
    callTool,
    callAndAnswer: callTool,
    callStructured: async (name, args) => (await callTool(name, args)).structured,
    callUntilAborted: (name, args, signal) => call(name, args, { signal }),
    listResources: async () => (await app.listServerResources()).resources.map(({ uri }) => uri),
    readResource: async (uri) => (await app.readServerResource({ uri })).contents[0].text,
    watchTools: async (onChange) => {
      app.setNotificationHandler('notifications/tools/list_changed', onChange);
      // An older server tells without being asked.
      if (host.getProtocolEra() === 'modern') await host.listen({ toolsListChanged: true });
    },
    close: () => host.close(),
  };
}
