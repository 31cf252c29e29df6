import type { Caller, Era } from './clients/client.interface';
import { InspectorClient } from './clients/inspector.client';
import { itServesRequests } from './clients/serves-requests.suite';
import { stdioCommand } from './clients/stdio-command';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';

let host: FixtureHost;

beforeAll(async () => {
  host = await startFixtureHost();
});

afterAll(() => host.process.stop());

const inspectors: [string, (era: Era) => Caller][] = [
  ['HTTP', (era) => InspectorClient.overHttp(host.url, era)],
  ['stdio', (era) => InspectorClient.overStdio(stdioCommand(), era)],
];

describe.each(inspectors)('the Inspector over %s', (_transport, start) => {
  describe.each<Era>(['legacy', 'modern'])('in the %s era', (era) => {
    itServesRequests(() => start(era));
  });
});
