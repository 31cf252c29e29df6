import type { Argon2Call } from '../clients/hashing/argon2';
import { Argon2Threads } from '../clients/hashing/argon2-threads';

/**
 * From now on this process hashes secrets with the least effort that Argon2 knows. For the specs
 * that make clients by the dozen and are not about hashing: in production a hash is meant to take
 * tens of milliseconds of a CPU. To check a secret takes as long as its hash says.
 */
export function useCheapHashes(): void {
  const { run } = Argon2Threads.prototype;
  Argon2Threads.prototype.run = function (this: Argon2Threads, call: Argon2Call) {
    return run.call(this, cheapened(call));
  };
}

function cheapened(call: Argon2Call): Argon2Call {
  if (call.name !== 'argon2id') return call;
  return { ...call, options: { ...call.options, memorySize: 8, iterations: 1 } };
}
