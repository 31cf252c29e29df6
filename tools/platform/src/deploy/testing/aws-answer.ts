import type { WireAnswer, WireRequest } from './wire-server';

/** Whatever a request or an answer of AWS JSON 1.1 says. */
export type Json = WireRequest['body'];

export const ok = (body: unknown = {}): WireAnswer => ({ status: 200, body });

export const fault = (name: string, message: string): WireAnswer => ({
  status: 400,
  body: { __type: name, message },
});

export const arn = (rest: string) => `arn:aws:ecs:eu-central-1:111111111111:${rest}`;
