// @ts-check
/*
 * The keeper of an embedded PostgreSQL: a process of its own, the parent of the server. It keeps the
 * server while somebody holds a connection to the keeper, and stops it when the last one is gone,
 * however it went: the kernel closes the connections of a killed process too. So no pid is polled,
 * and none can be mistaken for another.
 *
 * Plain JavaScript that needs only Node, since it also runs beside a bundled app. What to start, and
 * when the server is ready, is decided by its first holder (start-server.ts).
 *
 * Lines of JSON. From a holder: {token}, {spawn: {file, args, options}}, {ready: true}.
 * To a holder: {hello: true}, then {start: true} to the one who shall start the server, {exited}
 * when the server ended before it was ready, and {ready: true} to all.
 */
const { spawn } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const { openSync } = require('node:fs');
const { createServer } = require('node:net');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const { releaseLock, takeLock } = require('./keeper-lock-file.cjs');

const home = process.argv[2] ?? '';
const token = randomBytes(16).toString('hex');

/** Milliseconds for a first holder to come. */
const TIMEOUT_MS = 10_000;
/** Milliseconds between the ways to stop: disconnect clients, abort, kill. */
const GRACE_MS = 8_000;

/** @type {Set<import('node:net').Socket>} */
const holders = new Set();
/** @type {import('node:net').Socket | undefined} */
let starter;
/** @type {import('node:child_process').ChildProcess | undefined} */
let postgres;
let ready = false;
let stopping = false;

const send = (/** @type {import('node:net').Socket} */ socket, /** @type {object} */ message) =>
  void socket.write(`${JSON.stringify(message)}\n`);

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
  send(socket, { hello: true });
  // While it stops, a newcomer waits for the end of this process, and then begins anew.
  if (stopping) return;
  holders.add(socket);
  if (ready) send(socket, { ready: true });
  else if (!starter) appointStarter(socket);
}

function appointStarter(/** @type {import('node:net').Socket | undefined} */ socket) {
  starter = socket;
  if (socket) send(socket, { start: true });
}

function startServer(/** @type {any} */ { file, args, options }) {
  const log = openSync(join(home, 'server.log'), 'w', 0o600);
  const child = spawn(file, args, { ...options, stdio: ['ignore', log, log] });
  postgres = child;
  const ended = (/** @type {unknown} */ how) => {
    if (postgres !== child) return;
    postgres = undefined;
    if (stopping || ready) return end();
    if (starter) send(starter, { exited: how });
    else appointStarter([...holders][0]);
  };
  child.once('error', (error) => ended(error.message));
  child.once('exit', (code, signal) => ended(signal ?? code));
}

function announce() {
  ready = true;
  for (const holder of holders) send(holder, { ready: true });
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
  if (!postgres) return end();
  postgres.kill('SIGINT');
  setTimeout(() => postgres?.kill('SIGQUIT'), GRACE_MS);
  setTimeout(() => postgres?.kill('SIGKILL'), 2 * GRACE_MS);
}

/** @returns {never} */
function end() {
  releaseLock(home, token);
  process.exit(0);
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const obstacle = takeLock(home, { pid: process.pid, port, token });
  process.send?.({ obstacle }, () => (obstacle ? process.exit(0) : process.disconnect()));
  if (obstacle) return;
  setTimeout(() => holders.size === 0 && stop(), TIMEOUT_MS).unref();
});
