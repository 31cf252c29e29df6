import { type PublicPaths, readPublicPaths } from '@repo/platform/src/deploy/public-paths';
import { ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { publicPathsPath } from './environment';

/** The priorities that each server has for its rules. */
export const RULES_PER_SERVER = 100;

/** A rule of a listener has at most five values: a host, and so many paths. */
const MAX_PATHS = 4;

/** The conditions of the rules that let what is public through to the server at a host. */
export function publicRules(host: string): ListenerCondition[][] {
  return pathPatterns(readPublicPaths(publicPathsPath)).map((patterns) => [
    ListenerCondition.hostHeaders([host]),
    ListenerCondition.pathPatterns(patterns),
  ]);
}

/** The patterns of the public paths, those of one rule together. */
function pathPatterns({ exact, prefixes }: PublicPaths): string[][] {
  const patterns = [...exact, ...prefixes.flatMap((path) => [path, `${path}/*`])];
  const rules = Math.ceil(patterns.length / MAX_PATHS);
  return Array.from({ length: rules }, (_, i) =>
    patterns.slice(i * MAX_PATHS, (i + 1) * MAX_PATHS),
  );
}
