import { once } from 'node:events';
import { connect } from 'node:net';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { TestApi } from '../testing/api.fixture';

describe('an error outside MCP', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.start({ MAX_REQUEST_BYTES: '1KiB' });
  });
  afterAll(() => api.stop());

  async function problemOf(path: string, request?: RequestInit) {
    const answer = await api.fetch(path, request);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await answer.json()) as Record<string, unknown>;
    expect(problem['status']).toBe(answer.status);
    return { problem, headers: answer.headers };
  }

  const post = (body: string, type = 'application/json') => ({
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });

  it('is a problem where nothing is served', async () => {
    const { problem } = await problemOf('/nothing/here?token=1');
    expect(problem).toEqual({ title: 'Not Found', status: 404 });
  });

  it('names the methods where another one is served', async () => {
    const { problem, headers } = await problemOf('/health', { method: 'DELETE' });
    expect(problem).toEqual({ title: 'Method Not Allowed', status: 405 });
    expect(headers.get('allow')).toBe('GET, HEAD');
  });

  it('takes a path that reads like a pattern of routes for a path', async () => {
    for (const path of ['/health/*/:', '/nothing/:a(']) {
      expect((await problemOf(path)).problem).toEqual({ title: 'Not Found', status: 404 });
    }
  });

  it('does not look for the methods of a path that is longer than any route', async () => {
    const fastify = api.get(HttpAdapterHost).httpAdapter.getInstance<FastifyInstance>();
    const looked = jest.spyOn(fastify, 'hasRoute');
    await problemOf(`/nothing/${'x'.repeat(8_000)}`);
    expect(looked).not.toHaveBeenCalled();
    await problemOf('/nothing');
    expect(looked).toHaveBeenCalled();
    looked.mockRestore();
  });

  it.each([
    ['too large', post(JSON.stringify('x'.repeat(1_024))), 413],
    ['no JSON', post('{'), 400],
    ['too deep', post('['.repeat(200) + ']'.repeat(200)), 400],
    ['a long form', post('a='.repeat(600), 'application/x-www-form-urlencoded'), 413],
    ['of an unknown type', post('x', 'application/x-unknown'), 415],
  ])('tells of a body that is %s', async (_what, request, status) => {
    expect((await problemOf('/things', request)).problem).toMatchObject({ status });
  });

  it('tells of a deep body even where nothing is served: it is refused before it is parsed', async () => {
    const deep = post('['.repeat(200) + ']'.repeat(200));
    const { problem } = await problemOf('/nothing/here', deep);
    expect(problem).toMatchObject({ status: 400, detail: expect.stringContaining('128 levels') });
  });

  it('tells of a path that is no URL', async () => {
    expect((await problemOf('/%zz')).problem).toEqual({ title: 'Bad Request', status: 400 });
  });

  it('shows of a fault of ours its reference alone, under which the log has the rest', async () => {
    const { problem } = await problemOf('/things/broken');
    const reference = String(problem['reference']);
    expect(problem).toEqual({ title: 'Internal Server Error', status: 500, reference });
    expect(JSON.stringify(api.log.lines.filter(({ level }) => level === 'error'))).toMatch(
      new RegExp(`${reference}.*hunter2`),
    );
  });

  it('is told even of what is no HTTP', async () => {
    const socket = connect(api.port, '127.0.0.1');
    socket.write('HELLO\r\n\r\n');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    await once(socket, 'close');
    expect(answer).toMatch(
      /^HTTP\/1.1 400 Bad Request\r\nContent-Type: application\/problem\+json/,
    );
    expect(answer).toContain('{"title":"Bad Request","status":400}');
  });
});
