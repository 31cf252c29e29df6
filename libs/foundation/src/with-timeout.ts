/**
 * Waits for some work, but not longer than this. The work goes on; what becomes of it then, a
 * rejection too, is ignored.
 *
 * @param late gives the result, or throws the error, of work that took too long
 * @throws {Error} unless `late` is given, when the time is up
 */
export async function withTimeout<Result, Late = never>(
  timeoutMs: number,
  work: Promise<Result>,
  late: () => Late = () => {
    throw new Error(`no answer within ${timeoutMs} ms`);
  },
): Promise<Result | Late> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  try {
    return await Promise.race([work, timeUp.then(late)]);
  } finally {
    clearTimeout(timer);
  }
}
