// @ts-check
/* The lock of a keeper, as keeper-lock.ts describes it. */
const { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Takes the lock of a number. A folder with something in it is never replaced by a rename: of
 * several keepers with one number one wins, whole.
 *
 * @param {string} home
 * @param {number} number
 * @param {{ pid: number, port: number, token: string }} address
 * @returns {string | undefined} why not, as a code of Node
 */
function takeLock(home, number, address) {
  const unfinished = join(home, `keeper.${address.pid}`);
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(join(unfinished, 'address.json'), JSON.stringify(address), { mode: 0o600 });
    renameSync(unfinished, join(home, `keeper-${number}`));
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    return /** @type {NodeJS.ErrnoException} */ (error).code ?? String(error);
  }
  const others = readdirSync(home).flatMap((name) => /^keeper-(\d+)$/.exec(name)?.[1] ?? []);
  const isLate = others.some((other) => Number(other) > number);
  const stale = isLate ? [number] : others.filter((other) => Number(other) < number);
  try {
    for (const each of stale)
      rmSync(join(home, `keeper-${each}`), { recursive: true, force: true });
  } catch {
    // The next keeper removes them.
  }
  return isLate ? 'EEXIST' : undefined;
}

/**
 * Keeps the lock, without an address: its number is never used again.
 *
 * @param {string} home
 * @param {number} number
 */
function endLock(home, number) {
  const lock = join(home, `keeper-${number}`);
  try {
    renameSync(join(lock, 'address.json'), join(lock, 'ended'));
  } catch {
    // Suspended for long, it was taken for gone, and a later keeper has removed the lock.
  }
}

module.exports = { takeLock, endLock };
