const ASKS =
  'the server asks the client in the midst of a call, whose answer must find the session';

/** Required scenarios of 2025-11-25 that a function without `REDIS_URL` does not pass, and why. */
export const NEEDS_SESSION: Readonly<Record<string, string>> = {
  'tools-call-sampling': ASKS,
  'tools-call-elicitation': ASKS,
  'elicitation-sep1034-defaults': ASKS,
  'elicitation-sep1330-enums': ASKS,
  'server-sse-multiple-streams': 'it opens several streams of one session',
};
