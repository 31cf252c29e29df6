import type { RequestListener } from 'node:http';
import { problemReply } from '@repo/mcp-edge';
import { sendWhole } from '../mcp/send-whole';

/** What orchestrators ask on the same port as clients; they tell no more than whether it serves. */
const PROBES = ['/health/live', '/health/ready'];

const AND_BELOW = '/*';

/** The paths of `PUBLIC_PATHS`, as they stand in a request: nothing is decoded or resolved. */
export class PublicPaths {
  private readonly exact: ReadonlySet<string>;
  private readonly prefixes: readonly string[];

  /** @param paths one that ends with `/*` stands for all below it too; `undefined` is every path */
  constructor(private readonly paths: readonly string[] | undefined) {
    const below = (paths ?? []).filter((path) => path.endsWith(AND_BELOW));
    const bases = below.map((path) => path.slice(0, -AND_BELOW.length));
    this.exact = new Set([...PROBES, ...(paths ?? []), ...bases]);
    this.prefixes = bases.map((path) => `${path}/`);
  }

  /** @param path without its query */
  has(path: string): boolean {
    if (this.paths === undefined || this.exact.has(path)) return true;
    return this.prefixes.some((prefix) => path.startsWith(prefix));
  }
}

/** Where a path is not public: the answer is one for what there is and what there is not. */
export const answerNotFound: RequestListener = (_request, response) => {
  const reply = problemReply(404);
  sendWhole(response, reply, reply.body);
};
