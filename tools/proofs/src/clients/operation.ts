/** What each client is asked to do: the columns of the matrix. `programs/operations.mjs` does them. */
export const OPERATIONS = [
  'connect',
  'list tools',
  'call',
  'structured output',
  'tool error',
  'list resources',
  'read resource',
  'list prompts',
  'get prompt',
  'progress',
  'input required',
  'cancel',
  'list changed',
  'bearer token',
  '401 without',
] as const;

export type Operation = (typeof OPERATIONS)[number];

export const TRANSPORTS = ['http', 'stdio'] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** Nobody signs in over stdio: whoever starts the process has its rights. */
export function operationsOver(transport: Transport): readonly Operation[] {
  if (transport === 'http') return OPERATIONS;
  return OPERATIONS.filter((name) => name !== 'bearer token' && name !== '401 without');
}
