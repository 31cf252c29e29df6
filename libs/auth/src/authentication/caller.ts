import type { Client } from '@acme/mcp-core';

/** A verified caller: the SDK's `AuthInfo`, which tools find in their context as `auth`. */
export type Caller = NonNullable<Client['auth']>;
