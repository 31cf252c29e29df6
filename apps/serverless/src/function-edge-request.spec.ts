import { FunctionEdgeRequest } from './function-edge-request';

describe('a request whose client went away during the cold start', () => {
  it('has ended before anybody listens', () => {
    const request = new FunctionEdgeRequest({
      method: 'POST',
      path: '/mcp',
      headers: {},
      body: '',
      peer: undefined,
      canStream: true,
      left: AbortSignal.abort(),
    });
    const onDisconnect = jest.fn();
    request.onDisconnect(onDisconnect);
    expect(onDisconnect).toHaveBeenCalledTimes(1);
  });
});
