/** Real clients, hosts as processes, and requests by hand: for what tests several hosts together. */
export type { Fetch, LiveClient } from './clients/client.interface';
export { stdioCommand, type StdioCommand } from './clients/stdio-command';
export { V1Client } from './clients/v1.client';
export { V2Client } from './clients/v2.client';
export { ChildProcess } from './process/child-process';
export { type FixtureHost, startFixtureHost } from './process/fixture-host';
export { initializeRequest, legacyRequest, modernRequest } from './wire/envelope';
export { openSession } from './wire/legacy-session';
export { answerOf, post, stream, type StreamedMessage, wordsOf } from './wire/wire';
