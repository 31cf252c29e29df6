/**
 * What Microsoft documents of `host.json` 2.0, as far as a function of HTTP has it:
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json
 */
export const hostSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['version'],
  properties: {
    version: { const: '2.0' },
    functionTimeout: { type: 'string', pattern: '^(-1|\\d{2}:\\d{2}:\\d{2})$' },
    extensions: {
      type: 'object',
      additionalProperties: false,
      properties: {
        http: {
          type: 'object',
          additionalProperties: false,
          properties: {
            routePrefix: { type: 'string' },
            maxConcurrentRequests: { type: 'integer', minimum: -1 },
            maxOutstandingRequests: { type: 'integer', minimum: -1 },
            dynamicThrottlesEnabled: { type: 'boolean' },
            customHeaders: { type: 'object', additionalProperties: { type: 'string' } },
            hsts: {
              type: 'object',
              additionalProperties: false,
              properties: {
                isEnabled: { type: 'boolean' },
                maxAge: { type: 'string', pattern: '^\\d+\\.\\d{2}:\\d{2}:\\d{2}$' },
                includeSubDomains: { type: 'boolean' },
                preload: { type: 'boolean' },
              },
            },
          },
        },
      },
    },
    logging: {
      type: 'object',
      additionalProperties: false,
      properties: {
        fileLoggingMode: { enum: ['never', 'always', 'debugOnly'] },
        logLevel: {
          type: 'object',
          additionalProperties: {
            enum: ['Trace', 'Debug', 'Information', 'Warning', 'Error', 'Critical', 'None'],
          },
        },
        applicationInsights: {
          type: 'object',
          properties: {
            samplingSettings: {
              type: 'object',
              additionalProperties: false,
              properties: {
                isEnabled: { type: 'boolean' },
                maxTelemetryItemsPerSecond: { type: 'number', minimum: 1 },
                excludedTypes: { type: 'string' },
                includedTypes: { type: 'string' },
              },
            },
          },
        },
      },
    },
  },
} as const;
