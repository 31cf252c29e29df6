/** Injects the `FaultSink`. */
export const FAULT_SINK = Symbol('where faults are reported to');
