import {
  BadRequestException,
  ForbiddenException,
  InternalServerErrorException,
  NotFoundException,
  ServiceUnavailableException,
} from '@nestjs/common';
import { problemOf } from './problem-of';

describe('the problem that a client is told of', () => {
  it.each([
    [
      'an exception with a message',
      new ForbiddenException('Not yours.'),
      { title: 'Forbidden', status: 403, detail: 'Not yours.' },
    ],
    [
      'several faults of a body',
      new BadRequestException(['a is missing', 'b is no date']),
      { title: 'Bad Request', status: 400, detail: 'a is missing; b is no date' },
    ],
    [
      'a path that is not served, whose name the client knows',
      new NotFoundException('Cannot GET /secret'),
      { title: 'Not Found', status: 404 },
    ],
    [
      'a thing that does not exist',
      new NotFoundException('No invoice 7.'),
      { title: 'Not Found', status: 404, detail: 'No invoice 7.' },
    ],
    [
      "Fastify's refusal",
      Object.assign(new Error('Request body is too large'), { statusCode: 413 }),
      { title: 'Payload Too Large', status: 413, detail: 'Request body is too large' },
    ],
    [
      'a failed probe',
      new ServiceUnavailableException({ status: 'error', details: { db: { status: 'down' } } }),
      { title: 'Service Unavailable', status: 503, checks: { db: { status: 'down' } } },
    ],
  ])('is that of %s', (_what, thrown, problem) => {
    expect(JSON.parse(JSON.stringify(problemOf(thrown)))).toEqual(problem);
  });

  it.each([
    new Error('boom'),
    new InternalServerErrorException('SELECT * FROM secrets'),
    Object.assign(new Error('boom'), { statusCode: 500 }),
    'a string',
  ])('is none for a fault of ours: %s', (thrown) => {
    expect(problemOf(thrown)).toBeUndefined();
  });
});
