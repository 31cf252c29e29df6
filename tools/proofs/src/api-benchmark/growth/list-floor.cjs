/**
 * `node:http` alone, which parses a request and answers as many bytes as its `params.bytes` says:
 * what a long list costs before anybody has thought about what stands in it.
 */
const { createServer } = require('node:http');

const texts = new Map();

function textOf(bytes) {
  if (!texts.has(bytes)) texts.set(bytes, JSON.stringify({ list: 'x'.repeat(bytes) }));
  return texts.get(bytes);
}

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const { id, params } = JSON.parse(body);
    const json = `{"jsonrpc":"2.0","id":${id},"result":${textOf(params.bytes)}}`;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(json),
    });
    response.end(json);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
