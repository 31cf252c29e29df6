import { defineJob } from '../jobs/define-job';
import { QueueName } from '../queue-names';
import { matchHandlers } from './match-handlers';
import type { JobHandler } from './queue-job.decorator';

class SendJob implements JobHandler {
  run = async () => 'sent';
}
class MailJob implements JobHandler {
  run = async () => 'mailed';
}

const job = defineJob(QueueName.maintenance, 'send');
const send = { job, handler: new SendJob() };

describe('the jobs of a worker', () => {
  it('have one handler each', () => {
    expect(matchHandlers([job], [send]).get('maintenance/send')).toBe(send.handler);
  });

  it.each([
    ['two handlers', [job], [send, { job, handler: new MailJob() }], /SendJob and MailJob\. Take/],
    ['no handler', [job], [], /"send" of the queue "maintenance" .* no handler\. Add a class/],
    ['a handler alone', [], [send], /handled by SendJob, but not declared\. Add it/],
    ['the same name twice', [job, { ...job }], [send], /declared twice\. Give one another name/],
  ])('stop the start with %s, by an error that says the mend', (_what, declared, found, message) =>
    expect(() => matchHandlers(declared, found)).toThrow(message),
  );
});
