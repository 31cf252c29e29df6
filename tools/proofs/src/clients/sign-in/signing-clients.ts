/** How a client may come that the server is to let sign people in. */
export const REGISTRATIONS = ['document', 'dynamic', 'known'] as const;

export type Registration = (typeof REGISTRATIONS)[number];

/** What comes after the first sign-in; tried once for each client and era. */
export const STEPS = ['asks for more', 'comes back', 'renews'] as const;

export type Step = (typeof STEPS)[number];

export interface SigningClient {
  readonly name: string;
  readonly packageName: string;
  /** Of `programs`. */
  readonly file: string;
  /** The major version of Node that it asks for, where that is above the workspace's own. */
  readonly node?: number;
  readonly eras: readonly ('modern' | 'legacy')[];
  /** What fails by its own fault, and why. */
  readonly limits?: Partial<Record<Registration | Step, string>>;
}

const BOTH = ['modern', 'legacy'] as const;

/** Clients that sign people in by themselves. */
export const SIGNING_CLIENTS: readonly SigningClient[] = [
  {
    name: 'SDK 2',
    packageName: '@modelcontextprotocol/client',
    file: 'sdk-2.sign-in.mjs',
    eras: BOTH,
  },
  {
    name: 'SDK 1',
    packageName: '@modelcontextprotocol/sdk',
    file: 'sdk-1.sign-in.mjs',
    eras: ['legacy'],
    limits: {
      'asks for more':
        'it renews its token, which brings no more rights, instead of asking the person; a new sign-in does',
    },
  },
  { name: 'mcp-remote', packageName: 'mcp-remote', file: 'mcp-remote.sign-in.mjs', eras: BOTH },
  {
    name: 'Inspector',
    packageName: '@modelcontextprotocol/inspector',
    file: 'inspector.sign-in.mjs',
    node: 22,
    eras: BOTH,
    limits: {
      'asks for more':
        'it calls nothing that is not in its list, which leaves out what its token has no scope for',
    },
  },
];
