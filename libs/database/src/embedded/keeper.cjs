// @ts-check
/*
 * The keeper of an embedded PostgreSQL: a process of its own, the parent of the server. It keeps the
 * server while somebody holds a connection to the keeper, and stops it when the last one is gone,
 * however it went: the kernel closes the connections of a killed process too. A server that an earlier
 * keeper has left behind it stops first, so that none runs that nobody watches.
 *
 * Plain JavaScript that needs only Node, since it also runs beside a bundled app. What to start is
 * decided by its first holder (start-server.ts).
 *
 * From a holder come lines of JSON: {token}, {spawn: {file, args, options}}, {ready: true}. A holder
 * gets a word a line: hello; start, who shall start the server; up or exited, when that takes
 * connections or ended before; ready, when all may use it.
 */
const { spawn } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const { openSync } = require('node:fs');
const { createServer } = require('node:net');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const { endLock, takeLock } = require('./keeper-lock-file.cjs');
const { becomesReady, clearPostmaster, GRACE_MS } = require('./postmaster.cjs');

const home = process.argv[2] ?? '';
const number = Number(process.argv[3]);
const data = join(home, 'data');
const token = randomBytes(16).toString('hex');

/** Milliseconds for a first holder to come. */
const TIMEOUT_MS = 10_000;

/** @type {Set<import('node:net').Socket>} */
const holders = new Set();
/** @type {import('node:net').Socket | undefined} */
let starter;
/** @type {import('node:child_process').ChildProcess | undefined} */
let postgres;
/** Settled when no server is left but `postgres`. */
let cleared = Promise.resolve();
let ready = false;
let stopping = false;

const send = (/** @type {import('node:net').Socket} */ socket, /** @type {string} */ word) =>
  void socket.write(`${word}\n`);

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => removeHolder(socket));
  socket.on('close', () => removeHolder(socket));
  socket.on('end', () => removeHolder(socket));
  const lines = createInterface({ input: socket });
  // It has the errors of its input too.
  lines.on('error', () => removeHolder(socket));
  lines.on('line', (line) => {
    try {
      onMessage(socket, JSON.parse(line));
    } catch {
      socket.destroy();
    }
  });
});

function onMessage(/** @type {import('node:net').Socket} */ socket, /** @type {any} */ message) {
  if (holders.has(socket)) {
    if (message.spawn) startServer(message.spawn);
    if (message.ready) announce();
    return;
  }
  if (message.token !== token) return void socket.destroy();
  send(socket, 'hello');
  // While it stops, a newcomer waits for the end of this process, and then begins anew.
  if (stopping) return;
  holders.add(socket);
  if (ready) send(socket, 'ready');
  else if (!starter && !postgres) appointStarter(socket);
}

function appointStarter(/** @type {import('node:net').Socket | undefined} */ socket) {
  starter = socket;
  void cleared.then(() => socket && send(socket, 'start'));
}

function clear() {
  // Where that fails, the next server says why it does not start.
  cleared = clearPostmaster(data).catch(() => undefined);
  return cleared;
}

function startServer(/** @type {any} */ { file, args, options }) {
  const log = openSync(join(home, 'server.log'), 'w', 0o600);
  const child = spawn(file, args, { ...options, stdio: ['ignore', log, log] });
  postgres = child;
  const ended = async () => {
    if (postgres !== child) return;
    postgres = undefined;
    const before = starter;
    await clear();
    if (stopping || ready) return end();
    if (!starter) appointStarter([...holders][0]);
    else if (starter === before) send(starter, 'exited');
  };
  child.once('error', ended);
  child.once('exit', ended);
  void becomesReady(data, child.pid, () => postgres === child).then(
    (isUp) => isUp && starter && send(starter, 'up'),
  );
}

function announce() {
  ready = true;
  for (const holder of holders) send(holder, 'ready');
}

function removeHolder(/** @type {import('node:net').Socket} */ socket) {
  if (!holders.delete(socket)) return;
  if (holders.size === 0) return stop();
  socket.end();
  if (socket !== starter || ready) return;
  // It went halfway: its server goes too, and the next one starts another.
  starter = undefined;
  if (postgres) postgres.kill('SIGQUIT');
  else appointStarter([...holders][0]);
}

/** The socket of the last holder stays open until the end, by which it knows that all is done. */
function stop() {
  if (stopping) return;
  stopping = true;
  if (!postgres) return void cleared.then(end);
  postgres.kill('SIGINT');
  setTimeout(() => postgres?.kill('SIGQUIT'), GRACE_MS);
  setTimeout(() => postgres?.kill('SIGKILL'), 2 * GRACE_MS);
}

/** @returns {never} */
function end() {
  endLock(home, number);
  process.exit(0);
}

server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const obstacle = takeLock(home, number, { pid: process.pid, port, token });
  process.send?.({ obstacle }, () => (obstacle ? process.exit(0) : process.disconnect()));
  if (obstacle) return;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);
  void clear();
  setTimeout(() => holders.size === 0 && stop(), TIMEOUT_MS).unref();
});
