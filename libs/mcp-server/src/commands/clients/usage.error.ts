/** The command line makes no sense. Its message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: clients <command>

  create --name <name> --scopes <scope,scope> [--expires-at <time>]
  create-admin [--name <name>]     the first administrator, who may hand out all scopes
  list
  rotate <client> [--old-secret-expires-at <time>|now]
  disable <client>
  enable <client>
  delete <client>
  keys create <client> --name <name> [--scopes <scope,scope>] [--expires-at <time>]
  keys list <client>
  keys revoke <client> <key id>

<client> is an id or a name, <time> is like 2027-01-31T12:00:00Z. All take --json.`;
