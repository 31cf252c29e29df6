/**
 * Loaded into every measured server before its program: answers over the IPC channel what the
 * process costs. Nothing of it runs while calls are served, and no server needs an endpoint for it.
 */
let session;

const post = (method, params) =>
  new Promise((resolve, reject) =>
    session.post(method, params, (error, result) => (error ? reject(error) : resolve(result))),
  );

const answers = {
  // getrusage(2): the CPU time of all threads, garbage collection and compilation included.
  usage() {
    const { user, system } = process.cpuUsage();
    return { cpuMicros: user + system };
  },

  /** Needs --expose-gc. Finalizers run between the collections and free more. */
  async memory() {
    for (let round = 0; round < 4; round++) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rss, heapUsed, external };
  },

  async startProfile({ intervalMicros }) {
    // Loaded late: it would add to the start, which is measured too.
    session = new (require('node:inspector').Session)();
    session.connect();
    await post('Profiler.enable');
    await post('Profiler.setSamplingInterval', { interval: intervalMicros });
    await post('Profiler.start');
    return {};
  },

  async stopProfile() {
    const { profile } = await post('Profiler.stop');
    session.disconnect();
    return profile;
  },
};

// Workers of the server hear their primary over IPC, not the benchmark; threads hear nobody.
if (require('node:cluster').isWorker || !require('node:worker_threads').isMainThread) return;

process.on('message', async ({ id, ask, ...parameters }) => {
  process.send({ id, answer: await answers[ask](parameters) });
});
// The benchmark is gone: so is the reason to run.
process.on('disconnect', () => process.exit(0));
process.channel.unref();
