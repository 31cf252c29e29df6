import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { passOn } from './gateway';
import { LambdaInstances } from './lambda-instances';
import type { LocalOptions, LocalRun } from './local-run';

/** Serves a Lambda function by instances of the real runtime, as a Function URL does. */
export async function serveLambda(
  { folder, port }: LocalOptions,
  handler = 'main.streamHandler',
): Promise<LocalRun> {
  const instances = new LambdaInstances(folder, handler);
  await instances.start();
  const server = createServer((request, response) => {
    instances
      .use((api) => passOn(api, request, response))
      .catch((error: Error) => {
        if (!response.headersSent) response.writeHead(502);
        response.end(error.message);
      });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await instances.end();
    },
  };
}
