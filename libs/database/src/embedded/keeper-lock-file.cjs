// @ts-check
/*
 * The lock by which a home folder has one keeper: a folder with the keeper's address in it, which
 * holders read (keeper-lock.ts).
 */
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * A folder with something in it is never replaced by a rename: one keeper wins, whole.
 *
 * @param {string} home
 * @param {{ pid: number, port: number, token: string }} address
 * @returns {string | undefined} why not, as a code of Node
 */
function takeLock(home, address) {
  const mine = join(home, `keeper.${address.pid}`);
  try {
    mkdirSync(mine, { mode: 0o700 });
    writeFileSync(join(mine, 'address.json'), JSON.stringify(address), { mode: 0o600 });
    renameSync(mine, join(home, 'keeper'));
    return undefined;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    return /** @type {NodeJS.ErrnoException} */ (error).code ?? String(error);
  }
}

/**
 * Gives the lock back, unless it is another's: a keeper that was suspended for long may have been
 * replaced.
 *
 * @param {string} home
 * @param {string} token
 */
function releaseLock(home, token) {
  const lock = join(home, 'keeper');
  if (tokenIn(lock) === token) rmSync(lock, { recursive: true, force: true });
}

/** @param {string} lock */
function tokenIn(lock) {
  try {
    return JSON.parse(readFileSync(join(lock, 'address.json'), 'utf8')).token;
  } catch {
    return undefined;
  }
}

module.exports = { takeLock, releaseLock };
