/** The floor: `node:http` alone, which parses the call and answers the JSON that the api answers. */
import { createServer } from 'node:http';

const SERVER = { name: 'floor', title: 'The floor', version: '1.0.0' };

function answer({ id, params }) {
  const { data } = params.arguments;
  const processed = `Processed: ${data}`;
  const result = {
    content: [{ type: 'text', text: processed }],
    structuredContent: { processed, length: data.length },
  };
  if (params._meta !== undefined) {
    result.resultType = 'complete';
    result._meta = { 'io.modelcontextprotocol/serverInfo': SERVER };
  }
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const json = answer(JSON.parse(body));
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(json),
    });
    response.end(json);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
