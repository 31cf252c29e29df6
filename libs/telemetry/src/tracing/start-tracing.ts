import type { Config } from '@repo/config';
import { withTimeout } from '@repo/foundation';
import type { RootLogger } from '../logging/create-logger';
import type { DescribedProcess } from '../process/described-process';
import type { RunningTracing } from './tracing-sdk';

/** Milliseconds that a stopping process waits for spans on their way. */
const CLOSE_TIMEOUT_MS = 2_000;

let running: RunningTracing | undefined;

/**
 * Starts tracing, where `ENABLE_TRACING` says so; without it nothing of OpenTelemetry is loaded. Await
 * it before anything else loads clients of databases and of HTTP: only what is loaded later is traced.
 */
export async function startTracing(
  process: DescribedProcess,
  config: Config,
  logger: RootLogger,
): Promise<void> {
  if (!config.telemetry.tracing || running !== undefined) return;
  const { startSdk } = await import('./tracing-sdk.ts');
  running = startSdk(process, config, logger);
}

/** Sends what is buffered, as far as that goes before `giveUp` is aborted: for processes that freeze. */
export async function flushTracing(giveUp: AbortSignal): Promise<void> {
  if (running === undefined) return;
  const gaveUp = new Promise<void>((resolve) => {
    if (giveUp.aborted) resolve();
    giveUp.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([running.flush().catch(() => undefined), gaveUp]);
}

/** Sends what is buffered, for two seconds at most, and makes no more spans. */
export async function stopTracing(): Promise<void> {
  const stopping = running;
  running = undefined;
  if (stopping === undefined) return;
  await withTimeout(CLOSE_TIMEOUT_MS, stopping.stop(), () => undefined);
}
