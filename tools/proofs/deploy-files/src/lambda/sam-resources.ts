/** The properties of SAM's resources that our template may use; the service spec has none of SAM. */
export const samProperties: Readonly<Record<string, readonly string[]>> = {
  'AWS::Serverless::Function': [
    ...[
      'Architectures',
      'AutoPublishAlias',
      'AutoPublishCodeSha256',
      'CodeUri',
      'DeploymentPreference',
      'Description',
    ],
    ...['Environment', 'Handler', 'LoggingConfig', 'MemorySize', 'ReservedConcurrentExecutions'],
    ...['Role', 'Runtime', 'Tags', 'Timeout', 'Tracing', 'VpcConfig'],
  ],
};

/** What SAM passes on to Lambda as it is. */
export const passedOn = [
  ...['Description', 'Environment', 'Handler', 'LoggingConfig', 'MemorySize', 'Architectures'],
  ...['ReservedConcurrentExecutions', 'Role', 'Runtime', 'Timeout', 'VpcConfig'],
];
