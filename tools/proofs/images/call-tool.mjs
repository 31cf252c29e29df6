// The first tool is called by a real client: node call-tool.mjs URL [API_KEY]
// Whose tools the image has, and so what they say to no arguments, is not known here.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, key] = process.argv.slice(2);
const client = new Client({ name: 'image-proof', version: '1.0.0' });
const requestInit = key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } };
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
const [{ name }] = (await client.listTools()).tools;
const result = await client.callTool({ name, arguments: {} });
await client.close();
console.log(`   ${name}:`, JSON.stringify(result.content).slice(0, 120));
