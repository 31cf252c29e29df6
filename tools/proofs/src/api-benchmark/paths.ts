import { join } from 'node:path';
import { workspaceRoot } from '@repo/platform/src/workspace-root';

/** Where the benchmark finds and puts things. */
export const paths = {
  /** What the api is compared with: programs, and a lockfile of their own. */
  peers: join(__dirname, 'peers'),
  /** What `nx build api` makes. */
  api: join(workspaceRoot, 'apps/api/dist/main.js'),
  /** What the target `benchmark-host` makes: the api with generated tools. */
  host: join(__dirname, 'host/dist/main.js'),
  bareNest: join(__dirname, 'growth/bare-nest.cjs'),
  listFloor: join(__dirname, 'growth/list-floor.cjs'),
  floor: join(__dirname, 'peers/floor.mjs'),
  inServer: join(__dirname, 'measure/in-server.cjs'),
  document: join(workspaceRoot, 'docs/performance.md'),
  profiles: join(workspaceRoot, 'tools/proofs/tmp/profile'),
};
