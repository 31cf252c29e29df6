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

/** A request and the way back of its answer. A class: its methods cost no closure. */
class Exchange {
  /** Of the page that asks, where a browser does. */
  origin?: string;

  constructor(
    readonly request: EdgeRequest,
    private readonly mount: Mount,
    private readonly send: SendReply,
    private readonly refusals: McpRefusals,
  ) {}

  handle(): void {
    this.mount.handler.handle(this.request).then(
      (answer) => this.reply(answer),
      (error) => this.refuse(error),
    );
  }

  reply(answer: EdgeReply): void {
    this.send(completed(answer, this.origin, this.mount.resource));
  }

  refuse(error: unknown): void {
    this.reply(this.refusals.answer(error, this.request));
  }
}

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
    const exchange = new Exchange(request, mount, send, this.refusals);
    let caller: ReturnType<Admission['admit']>;
    try {
      exchange.origin = this.guard.check(headers);
      if (method === 'OPTIONS') return exchange.reply(preflight(request));
      if (!SERVED_METHODS.has(method)) throw methodNotAllowed(method);
      caller = this.admission.admit(request, mount.demand, mount.resource);
    } catch (error) {
      return exchange.refuse(error);
    }
    // The first request with a credential waits for its verification; most others wait for nothing.
    if (caller instanceof Promise) {
      caller.then(
        (verified) => this.serve(exchange, verified),
        (error) => exchange.refuse(error),
      );
    } else this.serve(exchange, caller);
  }

  private serve(exchange: Exchange, caller: Caller | undefined): void {
    const { request } = exchange;
    request.auth = caller;
    if (request.method !== 'POST') return exchange.handle();
    request.readBody(this.http.maxRequestBytes, (error) => {
      if (error !== undefined) return exchange.refuse(error);
      let counted: void | Promise<void>;
      try {
        counted = this.checkBody(request, caller);
      } catch (refused) {
        return exchange.refuse(refused);
      }
      if (counted === undefined) return exchange.handle();
      counted.then(
        () => exchange.handle(),
        (refused) => exchange.refuse(refused),
      );
    });
  }

  /** Before it is parsed, which is what costs; whoever is over the limits does not get that far. */
  private checkBody(request: EdgeRequest, caller: Caller | undefined): void | Promise<void> {
    const { body } = request;
    if (body === undefined || body.length <= SMALL_BODY) return;
    const { maxRequestValues } = this.http;
    const counted = this.admission.admitBody(request, caller, body);
    if (counted === undefined) return checkJsonSize(body, maxRequestValues);
    return counted.then(() => checkJsonSize(body, maxRequestValues));
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
