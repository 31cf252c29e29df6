const pollMs = 500;

/**
 * Calls back once, on a signal to stop or when the parent is gone.
 *
 * Nx ends its tasks in several ways: Ctrl-C reaches the whole group, a closed terminal sends SIGHUP,
 * and a killed Nx sends nothing at all, which only shows in the parent's pid.
 */
export function whenToldToStop(callback: () => void): void {
  let told = false;
  const tellOnce = () => {
    if (!told) {
      told = true;
      callback();
    }
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, tellOnce);
  }
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && tellOnce(), pollMs).unref();
}
