/** Runs a program of the benchmark; whatever ends it, what it started is ended on `exit`. */
export function runProgram(main: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(1));
  }
  main().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
