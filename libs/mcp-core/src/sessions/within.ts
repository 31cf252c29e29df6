/** Waits for some work, but not longer than this; the work goes on. */
export async function withDeadline(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, enough]).finally(() => clearTimeout(timer));
}
