import { FakeKubernetes } from '@repo/platform/src/deploy/testing/kubernetes/fake-kubernetes';
import type { Answer } from '@repo/platform/src/deploy/testing/wire-server';
import type { CallRecord } from '../runner/call-record';

/** The calls that a table shows. */
const SHOWN: readonly (readonly [RegExp, string])[] = [
  [/\/jobs\/mcp-migrate-/, 'migrate by api'],
  [/\/deployments\/mcp-server$/, 'roll out api'],
  [/\/deployments\/mcp-worker$/, 'roll out worker'],
];

/** A cluster whose administrator has made the namespace; what a deploy does there is recorded. */
export async function startCluster(
  environment: string,
  namespace: string,
  record: CallRecord,
): Promise<FakeKubernetes> {
  const recorded =
    (answer: Answer): Answer =>
    (request) => {
      const { method, url } = request;
      const result = answer(request);
      const isApply = method === 'PATCH' && !url.searchParams.has('dryRun');
      const what = SHOWN.find(([path]) => path.test(url.pathname))?.[1];
      if (!isApply || what === undefined || result.status >= 300) return result;
      record.add(environment, what);
      // What has begun goes on at each look, and one more saves the seconds between two of them.
      answer({ ...request, method: 'GET' });
      return result;
    };
  const cluster = await FakeKubernetes.start(recorded);
  const made = { kind: 'Namespace', metadata: { name: namespace } };
  cluster.objects.set(`/api/v1/namespaces/${namespace}`, made);
  return cluster;
}
