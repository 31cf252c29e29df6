import type { ExportResult } from '@opentelemetry/core';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { LoggedExporter } from './logged-exporter';

describe('a receiver of metrics that is away', () => {
  it('is logged once, and once when it is back', () => {
    let result: ExportResult = { code: 1, error: new Error('connect ECONNREFUSED') };
    const receiver = {
      export: (_: ResourceMetrics, done: (result: ExportResult) => void) => done(result),
    } as unknown as PushMetricExporter;
    const logger = { log: jest.fn(), warn: jest.fn() };
    const exporter = new LoggedExporter(receiver, logger);
    const done = jest.fn();
    const send = () => exporter.export({} as ResourceMetrics, done);
    send();
    send();
    result = { code: 0 };
    send();
    send();
    expect(logger.warn.mock.calls).toEqual([[expect.stringContaining('ECONNREFUSED')]]);
    expect(logger.log.mock.calls).toEqual([['Metrics are sent again.']]);
    // The SDK would log each.
    expect(done.mock.calls).toEqual(Array(4).fill([{ code: 0 }]));
  });
});
