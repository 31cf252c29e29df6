// @ts-check
/*
 * What `postmaster.pid` in the data folder says of a server (src/include/utils/pidfile.h of
 * PostgreSQL).
 */
const { execFileSync } = require('node:child_process');
const { readFileSync, readlinkSync, realpathSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');

/** Milliseconds between two looks at a server that starts or stops. */
const POLL_INTERVAL_MS = 5;
/** Milliseconds between the ways to stop: disconnect clients, abort, kill. */
const GRACE_MS = 8_000;

/** @param {string} data */
function readPostmaster(data) {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/**
 * Waits until a server takes connections, or is no more wanted.
 *
 * @param {string} data
 * @param {number | undefined} pid
 * @param {() => boolean} isWanted
 */
async function becomesReady(data, pid, isWanted) {
  while (isWanted()) {
    const found = readPostmaster(data);
    if (found?.pid === pid && found?.isReady) return true;
    await delay(POLL_INTERVAL_MS);
  }
  return false;
}

/**
 * Ends the server that an earlier keeper has left behind; its clients reconnect to the next one. A
 * file whose process is another one by now is removed, which PostgreSQL itself does only where that
 * process belongs to another user.
 *
 * @param {string} data
 */
async function clearPostmaster(data) {
  const found = readPostmaster(data);
  if (found === undefined) return;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGQUIT', 'SIGKILL'])) {
    if (!isServerOf(data, found.pid)) break;
    process.kill(found.pid, signal);
    const deadline = Date.now() + GRACE_MS;
    while (isServerOf(data, found.pid) && Date.now() < deadline) await delay(POLL_INTERVAL_MS);
  }
  if (readPostmaster(data)?.pid === found.pid) rmSync(join(data, 'postmaster.pid'));
}

/**
 * A server's working folder is its data folder. A zombie has none.
 *
 * @param {string} data
 * @param {number} pid
 */
function isServerOf(data, pid) {
  try {
    if (process.platform === 'linux')
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(data);
  } catch {
    return false;
  }
}

module.exports = { becomesReady, clearPostmaster, GRACE_MS };
