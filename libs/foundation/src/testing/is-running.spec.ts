import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from './eventually';
import { isRunning } from './is-running';

it('tells whether a process runs', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  expect(isRunning(child.pid!)).toBe(true);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  await eventually(() => expect(isRunning(child.pid!)).toBe(false));
});
