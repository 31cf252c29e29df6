import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installRuntimes, hasLambdaRuntime } from './install-runtimes';
import { ended, lambdaProcess } from './lambda-process';
import { RuntimeApi } from './runtime-api';
import { sendHttpEvent } from './send-http-event';

const DIST = join(__dirname, '../dist');

/** `--event=<file>`: has the function of its platform handle a recorded event, and prints the answer. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { event: { type: 'string' } } });
  if (values.event === undefined) {
    console.error('Say which event to send: --event=apps/serverless/events/function-url.json.');
    process.exit(2);
  }
  const file = resolve(values.event);
  const event: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const http = (['google-cloud-functions', 'azure-functions'] as const).find((platform) =>
    file.endsWith(`${platform}.json`),
  );
  process.env['ALLOWED_HOSTS'] ??= 'mcp.example.com';
  installRuntimes();
  console.log(http === undefined ? await invokeLambda(event) : await sendHttpEvent(http, event));
  process.exit(0);
}

async function invokeLambda(event: unknown): Promise<string> {
  if (!hasLambdaRuntime()) throw new Error('aws-lambda-ric could not be compiled here.');
  const api = await RuntimeApi.start();
  const instance = lambdaProcess(join(DIST, 'aws-lambda'), 'main.handler', api.address);
  try {
    let text = '';
    for await (const chunk of await api.invoke(event)) text += String(chunk);
    return JSON.stringify(JSON.parse(text), null, 2);
  } finally {
    api.close();
    await ended(instance);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
