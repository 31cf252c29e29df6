import { z } from 'zod';

/** What `platform.json` at the root says, as `platform.schema.json` describes it. */
const identitySchema = z.strictObject({
  $schema: z.string().optional(),
  organization: z.string().regex(/^[a-z][a-z0-9]{1,19}$/),
  title: z.string().min(1).max(60),
  domain: z
    .string()
    .max(200)
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/),
  // What the fork has chosen, for the generators of `platform`.
  name: z.string().optional(),
  owner: z.string().optional(),
  license: z.string().optional(),
  platforms: z.array(z.string()).optional(),
  samples: z.boolean().optional(),
  proofs: z.boolean().optional(),
  platform: z.strictObject({ version: z.string(), source: z.string().optional() }).optional(),
});

/** Whose platform this is, and the names that follow from it. */
export interface Identity {
  /** What people and MCP clients see. */
  readonly title: string;
  /** How the main server calls itself: in the protocol, in metrics, to the database. */
  readonly serviceName: string;
  /** How the server of another app calls itself in the protocol. */
  serverName(app: string): string;
  /** What the API keys and client secrets of this platform begin with. */
  readonly credentialPrefix: string;
  /** Before the tags that the platform sets on resources of AWS. */
  readonly tagPrefix: string;
  /** In the annotations that the platform writes in Kubernetes. */
  readonly annotationDomain: string;
  /** Before the keys and channels in Redis of one deployment. */
  redisPrefix(deployment: string): string;
}

/**
 * @param file the content of `platform.json`
 * @throws {Error} with every fault of the file
 */
export function identityOf(file: unknown): Identity {
  const { data, error } = identitySchema.safeParse(file);
  if (error !== undefined) throw new Error(`platform.json: ${z.prettifyError(error)}`);
  const { organization, title, domain } = data;
  return {
    title,
    serviceName: `${organization}-mcp-server`,
    serverName: (app) => `${organization}-${app}`,
    credentialPrefix: organization,
    tagPrefix: organization,
    annotationDomain: domain,
    redisPrefix: (deployment) => `${organization}:${deployment}`,
  };
}

// Bundled with the program, unlike a file that is read, and below no package's `src`, unlike what
// an import may name.
// eslint-disable-next-line @typescript-eslint/no-require-imports, @nx/enforce-module-boundaries
export const identity: Identity = identityOf(require('../../../../platform.json'));
