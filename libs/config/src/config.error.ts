import { type Fault, faultText } from './fault';

/** The exit code of a faulty configuration: `EX_CONFIG` of BSD's sysexits(3). */
export const EX_CONFIG = 78;

/** The environment is faulty. Carries every fault at once, so that one round of mending is enough. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';

  constructor(readonly faults: readonly Fault[]) {
    const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
    super(
      [`The environment has ${count}:`, ...faults.map((fault) => `  ${faultText(fault)}`)].join(
        '\n',
      ),
    );
    this.name = 'ConfigError';
  }
}
