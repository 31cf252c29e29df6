import { RequestObserver, type ObservedRequest } from '../engine/request-observer';

/** Reports what went wrong in a feature: its client gets a reference and no more. */
export class FaultReporter extends RequestObserver {
  constructor(private readonly onFault: (fault: Error) => void) {
    super();
  }

  observe({ method, feature, cause, reference }: ObservedRequest): void {
    if (reference === undefined) return;
    this.onFault(new Error(`${method} ${feature ?? ''} failed`, { cause }));
  }
}
