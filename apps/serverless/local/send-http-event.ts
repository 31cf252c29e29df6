import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Platform } from '../build/platforms';
import { serve } from './serve';

/** A recorded HTTP request. */
interface HttpEvent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a recorded request to a function of its platform. @returns status, headers and body */
export async function sendHttpEvent(platform: Platform, event: unknown): Promise<string> {
  const { method, url, headers, body } = event as HttpEvent;
  const run = await serve(platform, { folder: join(__dirname, '../dist', platform), port: 0 });
  try {
    return await new Promise((resolve, reject) => {
      // Not fetch: that would put another Host header.
      const sent = request(new URL(new URL(url, run.url).pathname, run.url), { method, headers });
      sent.once('error', reject);
      sent.once('response', (answer) => void textOf(answer).then(resolve, reject));
      sent.end(body);
    });
  } finally {
    await run.stop();
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of answer) body += String(chunk);
  const { statusCode, headers } = answer;
  return JSON.stringify({ statusCode, headers, body }, null, 2);
}
