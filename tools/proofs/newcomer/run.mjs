#!/usr/bin/env node
/*
 * `npm ci && npm test` as newcomers run it, three times in a row on each kind of machine, from a
 * fresh clone with nothing configured and nothing but the loopback of a network of its own, where
 * no PostgreSQL or Redis of this machine answers. Prints a table: how it ended, seconds, and the
 * peak memory of all processes together (PSS: what several share is counted once). On Linux, as root,
 * with iproute2 and util-linux; what is committed is what is tested:
 *
 *   tools/proofs/newcomer/run.mjs [closed-home|user|one-core|two-cores|busy …]
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const WORKSPACE = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const ROUNDS = 3;
const SAMPLE_MS = 1_000;
/** Milliseconds in which what a run started has ended by itself. */
const GRACE_MS = 30_000;
const NOBODY = 65_534;

/** What differs from root in an open folder on all cores with the Node on PATH. */
const CONDITIONS = {
  'closed-home': { title: 'root, home 0700, Node 20.19', homeMode: 0o700, node: '20.19.0' },
  user: { title: 'ordinary user, Node 24', user: NOBODY, node: '24' },
  'one-core': { title: 'one core', cores: '0' },
  'two-cores': { title: 'two cores', cores: '0,1' },
  busy: { title: 'beside eight busy loops', loops: 8 },
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in CONDITIONS));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}: ${Object.keys(CONDITIONS).join(', ')}.`);
  process.exit(64);
}

const COLUMNS = ['condition', 'cores', 'run', 'outcome', 'tests', 'seconds', 'peak MB'];
console.log(`| ${COLUMNS.join(' | ')} |\n${'|---'.repeat(COLUMNS.length)}|`);
for (const name of names.length > 0 ? names : Object.keys(CONDITIONS)) {
  const condition = CONDITIONS[name];
  const home = await mkdtemp(join(tmpdir(), `newcomer-${name}-`));
  const loops = [];
  try {
    const clone = await prepare(home, condition);
    for (let loop = 0; loop < (condition.loops ?? 0); loop += 1)
      loops.push(spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }));
    for (let round = 1; round <= ROUNDS; round += 1)
      report(condition, round, await test(clone, home, condition, round));
  } finally {
    loops.forEach((loop) => loop.kill('SIGKILL'));
    // The log of a run that failed is worth reading.
    if (process.exitCode === undefined)
      await Promise.all([home, temporary(home)].map((path) => rm(path, { recursive: true })));
  }
}

/** Clones what is committed, and installs it. */
async function prepare(home, { homeMode = 0o755, user, node }) {
  await chmod(home, homeMode);
  // The server that root starts runs as another user, who must reach its files.
  await mkdir(temporary(home), { mode: 0o1777 });
  await chmod(temporary(home), 0o1777);
  if (user !== undefined) await chown(home, user, user);
  const options = {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
    // How the registry is reached is the machine's own: certificates, a proxy.
    env: { ...process.env, ...environment(home, node) },
  };
  const clone = join(home, 'clone');
  execFileSync('git', ['clone', '--quiet', WORKSPACE, clone], options);
  if (user !== undefined) execFileSync('chown', ['-R', `${user}:${user}`, home]);
  const [program, ...rest] = [...asUser(user), 'npm', 'ci'];
  execFileSync(program, rest, { ...options, cwd: clone });
  return clone;
}

/** How one run went. */
async function test(clone, home, { user, cores, node }, round) {
  const command = [
    ...asUser(user),
    ...(cores === undefined ? [] : ['taskset', '--cpu-list', cores]),
    ...['npm', 'test'],
  ];
  const start = performance.now();
  const alone = ['--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const child = spawn('unshare', [...alone, ...command], {
    cwd: clone,
    env: environment(home, node),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(join(home, `test-${round}.log`));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      log.write(chunk);
      output = (output + chunk).slice(-10_000);
    });
  const ended = once(child, 'close');
  let isRunning = true;
  void ended.then(() => (isRunning = false));
  let network;
  let peak = 0;
  while (isRunning) {
    await Promise.race([ended, delay(SAMPLE_MS)]);
    const own = await readlink('/proc/self/ns/net');
    const its = await readlink(`/proc/${child.pid}/ns/net`).catch(() => undefined);
    if (its !== own) network ??= its;
    peak = Math.max(peak, await bytesIn(network));
  }
  const [code] = await ended;
  const seconds = (performance.now() - start) / 1_000;
  log.end();
  const summary = /Tests: +(.*)/.exec(output)?.[1] ?? 'no summary';
  return {
    code: (await isEmpty(network)) ? code : 'processes left',
    summary,
    seconds,
    megabytes: peak / 1e6,
    log: log.path,
  };
}

function report({ title, cores }, round, { code, summary, seconds, megabytes, log }) {
  const outcome = code === 0 ? 'passed' : `failed (${code}), see ${log}`;
  if (code !== 0) process.exitCode = 1;
  const figures = [seconds, megabytes].map((figure) => figure.toFixed(0));
  const count = cores === undefined ? availableParallelism() : cores.split(',').length;
  console.log(`| ${[title, count, round, outcome, summary, ...figures].join(' | ')} |`);
}

/** Nothing of the caller's environment, so nothing is configured. */
function environment(home, node) {
  const PATH =
    node === undefined ? process.env.PATH : `${folderOf(node, home)}:${process.env.PATH}`;
  return { PATH, HOME: home, TMPDIR: temporary(home), npm_config_cache: join(home, '.npm') };
}

/** The folder of that version's program, from its npm package, where every user reaches it. */
function folderOf(version, home) {
  const where = 'dirname "$(command -v node)"';
  return execFileSync('npm', ['exec', '--yes', `--package=node@${version}`, '-c', where], {
    encoding: 'utf8',
    env: { ...process.env, npm_config_cache: join(temporary(home), 'npm') },
  }).trim();
}

/** Outside of a home that only its owner enters. */
function temporary(home) {
  return `${home}-tmp`;
}

function asUser(user) {
  if (user === undefined) return [];
  return ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
}

/** The processes of a network: also those that left their parents, as a server's keeper does. */
async function processesIn(network) {
  if (network === undefined) return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const networks = await Promise.all(
    pids.map((pid) => readlink(`/proc/${pid}/ns/net`).catch(() => undefined)),
  );
  return pids.filter((_pid, index) => networks[index] === network);
}

async function bytesIn(network) {
  let kilobytes = 0;
  for (const pid of await processesIn(network)) {
    const memory = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    kilobytes += Number(/^Pss: +(\d+)/m.exec(memory)?.[1] ?? 0);
  }
  return kilobytes * 1_024;
}

/** Whether nothing that the run started is left. */
async function isEmpty(network) {
  for (const end = performance.now() + GRACE_MS; performance.now() < end; await delay(200))
    if ((await processesIn(network)).length === 0) return true;
  return false;
}
