const POLL_MS = 500;

/**
 * Calls back once, on a signal to stop or when the parent is gone.
 *
 * Nx ends its tasks in several ways: Ctrl-C reaches the whole group, a closed terminal sends SIGHUP,
 * and a killed Nx sends nothing at all, which only shows in the parent's pid.
 */
export function onStop(callback: () => void): void {
  let isStopping = false;
  const stopOnce = () => {
    if (isStopping) return;
    isStopping = true;
    callback();
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, stopOnce);
  }
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stopOnce(), POLL_MS).unref();
}
