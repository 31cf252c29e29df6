import { withResourceMetadata, type Caller, type ProtectedResource } from '@repo/auth';
import { HttpConfig } from '@repo/config';
import { checkJsonSize, ErrorCode, ProtocolError } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { Admission } from '../admission/admission';
import { ClientAddress } from '../admission/client-address';
import type { EdgeHandler, EdgeReply, EdgeRequest, SendReply } from '../edge-message';
import { originHeaders, preflightHeaders } from '../origin/cors-headers';
import { HostOriginGuard } from '../origin/host-origin.guard';
import { McpRefusals } from '../refusals/mcp-refusals';
import type { Mount } from './mount';

/** An answer is for its caller alone; what a list may be cached for stands in its body. */
const PRIVATE = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

const SERVED_METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'DELETE']);

/** Characters. A shorter body can be neither deep nor wide. */
const SMALL_BODY = 256;

/** The MCP endpoint, before the engine: host and origin, caller and limits, then the body. */
@Injectable()
export class McpEndpoint {
  constructor(
    private readonly guard: HostOriginGuard,
    private readonly admission: Admission,
    private readonly addresses: ClientAddress,
    private readonly refusals: McpRefusals,
    private readonly http: HttpConfig,
  ) {}

  at(mount: Mount): EdgeHandler {
    return (request, send) => this.receive(request, mount, send);
  }

  private receive(request: EdgeRequest, mount: Mount, send: SendReply): void {
    const { headers, method } = request;
    request.address = this.addresses.of(request);
    let origin: string | undefined;
    let caller: ReturnType<Admission['admit']>;
    const reply: SendReply = (answer) => send(completed(answer, origin, mount.resource));
    const refuse = (error: unknown) => reply(this.refusals.answer(error, request));
    try {
      origin = this.guard.check(headers);
      if (method === 'OPTIONS') return reply(preflight(request));
      if (!SERVED_METHODS.has(method)) throw methodNotAllowed(method);
      caller = this.admission.admit(request, mount.demand, mount.resource);
    } catch (error) {
      return refuse(error);
    }
    // The first request with a credential waits for its verification; most others wait for nothing.
    if (caller instanceof Promise) {
      caller.then((verified) => this.serve(request, mount, verified, reply, refuse), refuse);
    } else this.serve(request, mount, caller, reply, refuse);
  }

  private serve(
    request: EdgeRequest,
    { handler }: Mount,
    caller: Caller | undefined,
    reply: SendReply,
    refuse: (error: unknown) => void,
  ): void {
    request.auth = caller;
    if (request.method !== 'POST') return void handler.handle(request).then(reply, refuse);
    request.readBody(this.http.maxRequestBytes, (error) => {
      if (error !== undefined) return refuse(error);
      let counted: void | Promise<void>;
      try {
        counted = this.checkBody(request, caller);
      } catch (refused) {
        return refuse(refused);
      }
      if (counted === undefined) handler.handle(request).then(reply, refuse);
      else counted.then(() => handler.handle(request)).then(reply, refuse);
    });
  }

  /** Before it is parsed, which is what costs; whoever is over the limits does not get that far. */
  private checkBody(request: EdgeRequest, caller: Caller | undefined): void | Promise<void> {
    const { body } = request;
    if (body === undefined || body.length <= SMALL_BODY) return;
    const counted = this.admission.admitBody(request, caller, body);
    const check = () => checkJsonSize(body, this.http.maxRequestValues);
    return counted === undefined ? check() : counted.then(check);
  }
}

function methodNotAllowed(method: string): ProtocolError {
  const allow = [...SERVED_METHODS, 'OPTIONS'].join(', ');
  return new ProtocolError(
    ErrorCode.invalidRequest,
    `${method} is not served; these are: ${allow}.`,
    { status: 405, headers: { allow } },
  );
}

function preflight({ headers }: EdgeRequest): EdgeReply {
  const requested = headers['access-control-request-headers'];
  return { status: 204, headers: preflightHeaders(requested) };
}

/** A refusal from further inside says as well where its client can sign in. */
function completed(
  { status, headers, body }: EdgeReply,
  origin: string | undefined,
  resource: ProtectedResource,
): EdgeReply {
  const told =
    status === 401 || status === 403 ? withResourceMetadata(status, headers, resource) : headers;
  return {
    status,
    headers:
      origin === undefined
        ? { ...PRIVATE, ...told }
        : { ...PRIVATE, ...originHeaders(origin), ...told },
    body,
  };
}
