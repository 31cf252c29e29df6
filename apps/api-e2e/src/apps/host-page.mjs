// A host of MCP Apps in a page: it connects to the server that the query names, calls a tool, and
// shows its result in the view that the tool names. Bundled by the test that opens it.
/* global document, location, window */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  AppBridge,
  getToolUiResourceUri,
  isToolVisibilityAppOnly,
  PostMessageTransport,
  RESOURCE_MIME_TYPE,
} from '@modelcontextprotocol/ext-apps/app-bridge';

const HOST = { name: 'test-host', version: '1.0.0' };
const EXTENSIONS = { 'io.modelcontextprotocol/ui': { mimeTypes: [RESOURCE_MIME_TYPE] } };

/** What the specification has a host make of the declared origins (Content Security Policy). */
function policyOf({ connectDomains = [], resourceDomains = [] } = {}) {
  const resources = resourceDomains.join(' ');
  return [
    "default-src 'none'",
    `script-src 'unsafe-inline' ${resources}`,
    `style-src 'unsafe-inline' ${resources}`,
    `img-src data: ${resources}`,
    `connect-src ${connectDomains.join(' ') || "'none'"}`,
  ].join('; ');
}

async function main() {
  const query = new URLSearchParams(location.search);
  const client = new Client(HOST, {
    capabilities: { extensions: EXTENSIONS },
    versionNegotiation: { mode: query.get('era') === 'legacy' ? 'legacy' : { pin: '2026-07-28' } },
  });
  await client.connect(new StreamableHTTPClientTransport(new URL(query.get('mcp'))));

  const { tools } = await client.listTools();
  const tool = tools.find(({ name }) => name === query.get('tool'));
  const forModel = tools.filter((one) => !isToolVisibilityAppOnly(one)).map(({ name }) => name);
  document.getElementById('tools').textContent = forModel.join(' ');
  const { contents } = await client.readResource({ uri: getToolUiResourceUri(tool) });
  const [{ text, mimeType, _meta }] = contents;
  if (mimeType !== RESOURCE_MIME_TYPE) throw new Error(`The view is ${mimeType}.`);

  const frame = document.getElementById('view');
  const bridge = new AppBridge(client, HOST, { serverTools: {}, logging: {} });
  bridge.oninitialized = async () => {
    await bridge.sendToolInput({ arguments: {} });
    await bridge.sendToolResult(await client.callTool({ name: tool.name, arguments: {} }));
  };
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  const policy = `<meta http-equiv="Content-Security-Policy" content="${policyOf(_meta.ui.csp)}">`;
  frame.srcdoc = text.replace('<head>', `<head>${policy}`);
}

main().catch((error) => {
  document.getElementById('error').textContent = String(error?.stack ?? error);
  window.failed = true;
});
