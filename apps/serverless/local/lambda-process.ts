import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { RUNTIMES } from './install-runtimes';
import { join } from 'node:path';

/** A process of the real Lambda runtime, as an instance of the function is one. */
export function lambdaProcess(folder: string, handler: string, api: string): ChildProcess {
  return spawn(
    process.execPath,
    [join(RUNTIMES, 'node_modules/aws-lambda-ric/index.mjs'), handler],
    {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        AWS_LAMBDA_RUNTIME_API: api,
        AWS_LAMBDA_FUNCTION_NAME: 'mcp',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/mcp',
        AWS_LAMBDA_LOG_STREAM_NAME: 'local',
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: handler,
      },
    },
  );
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
