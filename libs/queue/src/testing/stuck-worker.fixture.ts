import { TestQueue } from './both-backends';

/** A process that takes one job, says so, and never finishes it. */
const [name] = process.argv.slice(2);
new TestQueue(process.env as Record<string, string>, name).work(
  () => {
    process.stdout.write('working\n');
    return new Promise(() => undefined);
  },
  { lockDuration: 500, stalledInterval: 200 },
);
