import type { ToolKind } from '../tool/tool';

const failures: ToolKind['failures'] = [
  {
    says: /Unable to locate credentials|ExpiredToken|InvalidClientTokenId|Token has expired/,
    code: 'ACCESS_DENIED',
    step: 'Sign in, such as by `aws sso login`, or let the pipeline assume a role.',
  },
  {
    says: /AccessDenied|is not authorized to perform/,
    code: 'ACCESS_DENIED',
    step: 'Give the role that right: docs/deploy/lambda.md lists what a deploy needs.',
  },
  { says: /Stack with id \S+ does not exist/, code: 'NOT_FOUND' },
  {
    says: /is in \S+_IN_PROGRESS state|OperationInProgressException/,
    code: 'BUSY',
    step: 'CloudFormation is still at an earlier change: run the deploy again.',
  },
  { says: /failed to (lint|validate)|Error: .*template|Invalid value for/i, code: 'USAGE' },
];

export const samKind: ToolKind = {
  program: 'sam',
  install: 'https://docs.aws.amazon.com/serverless-application-model (AWS SAM CLI)',
  failures,
};

export const awsKind: ToolKind = {
  program: 'aws',
  install: 'https://aws.amazon.com/cli',
  failures,
};
