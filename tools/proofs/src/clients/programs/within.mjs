/** What a promise becomes, if that is in time; else it rejects. */
export async function within(ms, promise) {
  let timer;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came in ${ms / 1_000} s.`)), ms);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

const STEP_MS = 50;

/** Tries again and again until it is true; whoever calls has a deadline. */
export async function until(isTrue) {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, STEP_MS));
}
