/*
 * Loaded into a served app before its own code. The channel to the parent closes however the parent
 * ends, SIGKILL included; without this the app would keep running and occupy its port.
 */
const GRACE_MS = 10_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
});
// Listening must not keep an app alive that has nothing left to do.
process.channel?.unref();
