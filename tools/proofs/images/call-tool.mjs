// A tool is called by a real client: node call-tool.mjs URL [API_KEY]
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, key] = process.argv.slice(2);
const client = new Client({ name: 'image-proof', version: '1.0.0' });
const requestInit = key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } };
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
const result = await client.callTool({ name: 'process_data', arguments: { data: 'hello' } });
await client.close();
if (result.isError) throw new Error(JSON.stringify(result));
console.log('   process_data:', JSON.stringify(result.content).slice(0, 120));
