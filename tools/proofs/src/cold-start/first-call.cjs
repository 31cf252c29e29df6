/** Loads a Lambda function as a fresh process of the platform does, and has it answer one event. */
const { readFileSync } = require('node:fs');

const [bundle, event] = process.argv.slice(2);
require(bundle)
  .handler(JSON.parse(readFileSync(event, 'utf8')), {})
  .then(({ statusCode, body }) => {
    process.stdout.write(`answered ${statusCode} ${body.includes('Processed: hello')}\n`);
    process.exit(0);
  });
