import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';

/** As a person gives the command, by Nx. The bundle of the worker is read by no other test. */
function serveWorker(environment: Record<string, string>) {
  const nx = join(workspaceRoot, 'node_modules/.bin/nx');
  const { status, stdout, stderr } = spawnSync(nx, ['serve', 'worker'], {
    cwd: workspaceRoot,
    env: { ...process.env, NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', ...environment },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('nx serve of an app whose settings are at fault', () => {
  it('tells the fault once, and fails', () => {
    const { status, output } = serveWorker({ WORKER_PORT: '80a' });
    expect(status).toBe(1);
    expect(
      output.split('WORKER_PORT: found "80a", allowed: an integer from 0 to 65535'),
    ).toHaveLength(2);
    expect(output).not.toContain('Successfully ran');
  });
});
