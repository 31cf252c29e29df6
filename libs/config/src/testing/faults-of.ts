import { ConfigError } from '../config.error';
import { type Fault, faultText } from '../fault';
import { loadConfig } from '../load-config';
import type { RawEnvironment } from '../parse-variables';

/** The faults of an environment, none when it loads. */
export function faultsOf(environment: RawEnvironment): readonly Fault[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

/** The faults as a person reads them. */
export function faultTexts(environment: RawEnvironment): readonly string[] {
  return faultsOf(environment).map(faultText);
}
