import { boolean } from '../formats/boolean';
import { choice } from '../formats/choice';
import { hostNames, origins } from '../formats/host';
import { networks } from '../formats/networks';
import { integer } from '../formats/integer';
import { paths } from '../formats/paths';
import { size } from '../formats/size';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const httpVariables = {
  CORS_ORIGINS: {
    schema: origins(),
    description:
      'The browser origins that may call. `*` is refused, because answers allow credentials. A loopback origin without port stands for every port of that host.',
    default: 'http://localhost,http://127.0.0.1,http://[::1]',
    example: 'https://app.example.com,https://admin.example.com',
  },
  ALLOWED_HOSTS: {
    schema: hostNames(),
    description:
      'The names that the `Host` header of a request may carry, which stops DNS rebinding. The default is loopback in production too: set it there to the public name. `*.example.com` stands for every subdomain, and not for `example.com`. Production refuses `*.` before a public suffix (`*.com`, `*.github.io`).',
    default: 'localhost,127.0.0.1,[::1]',
    example: 'mcp.example.com',
  },
  PUBLIC_PATHS: {
    schema: paths(),
    description:
      'What `PORT` serves, where no proxy in front chooses the paths: all others, such as `/admin`, `/docs` and `/metrics`, are answered 404 as if they were not there, before any sign-in. `/mcp/*` stands for `/mcp` and all below it. The probes `/health/live` and `/health/ready` are always served.',
    withoutDefault: 'all paths',
    example: '/health,/mcp/*,/oauth/*,/.well-known/*',
  },
  MAX_REQUEST_BYTES: {
    schema: size('1KiB', '1GiB'),
    description:
      'The largest request body. Its JSON may have a value for each 64 bytes of this, so 16,384 by default. Each 64 KiB of a body count as one request more against `RATE_LIMIT_REQUESTS`.',
    default: '1MiB',
    unit: 'bytes',
  },
  ALLOW_LARGE_REQUESTS: {
    schema: boolean(),
    description:
      'Confirms that `MAX_REQUEST_BYTES` above 64MiB is meant in production. Without effect elsewhere.',
    default: 'false',
  },
  MAX_CONNECTIONS: {
    schema: integer(1, 1_000_000),
    description:
      'How many connections one process keeps open at once; more are closed at once. Every open event stream has one, so it should be above `MAX_SESSIONS`, and the limit of open files (`ulimit -n`) above it.',
    default: '20000',
    unit: 'connections',
  },
  TRUSTED_PROXIES: {
    schema: networks(),
    description:
      'The load balancers and proxies whose word on where a request comes from is taken. Limits and sign-in failures are counted by address: without this behind a proxy, all clients are one address. Production refuses networks larger than /8 (IPv4) and /16 (IPv6).',
    withoutDefault: "none: the connection's own address counts, whatever headers say",
    example: 'private',
  },
  ALLOW_WIDE_TRUST: {
    schema: boolean(),
    description:
      'Confirms that `ALLOWED_HOSTS` below a public suffix, or `TRUSTED_PROXIES` larger than /8 (IPv4) or /16 (IPv6), are meant in production. Without effect elsewhere.',
    default: 'false',
  },
  CLIENT_ADDRESS_HEADER: {
    schema: choice('x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip'),
    description:
      'The header in which trusted proxies say where a request comes from. They must overwrite it, or in `x-forwarded-for` append to it. Without `TRUSTED_PROXIES` none is read.',
    default: 'x-forwarded-for',
  },
} satisfies VariableTable;

/** A header that a proxy fills in. */
export type ClientAddressHeader = Values<typeof httpVariables>['CLIENT_ADDRESS_HEADER'];

const BYTES_PER_VALUE = 64;
/** However small bodies are. */
const MIN_VALUES = 1_024;

/** What a request may look like. */
export class HttpConfig extends Section {
  /**
   * `CORS_ORIGINS`, default the loopback origins. An origin whose host is loopback and which has no
   * port stands for every port of that host.
   */
  readonly corsOrigins: readonly string[];
  /** `ALLOWED_HOSTS` in lower case and without port, default the loopback names; `*.` is every subdomain. */
  readonly allowedHosts: readonly string[];
  /** `PUBLIC_PATHS`; one that ends with `/*` stands for all below it too. Default `undefined`: all. */
  readonly publicPaths: readonly string[] | undefined;
  /** `MAX_REQUEST_BYTES` in bytes, default 1 MiB. */
  readonly maxRequestBytes: number;
  /**
   * How many values the JSON of a body may have: what costs is not the bytes of a text but its lists
   * and fields, in parsing and wherever else they are looked at.
   */
  readonly maxRequestValues: number;
  /** `MAX_CONNECTIONS` of one process, default 20,000. */
  readonly maxConnections: number;
  /** `TRUSTED_PROXIES` as `address/prefix` each, default none. */
  readonly trustedProxies: readonly string[];
  /** `CLIENT_ADDRESS_HEADER` in lower case, default `x-forwarded-for`. */
  readonly clientAddressHeader: ClientAddressHeader;

  constructor(values: Values<typeof httpVariables>) {
    super();
    this.corsOrigins = values.CORS_ORIGINS;
    this.allowedHosts = values.ALLOWED_HOSTS;
    this.publicPaths = values.PUBLIC_PATHS;
    this.maxRequestBytes = values.MAX_REQUEST_BYTES;
    this.maxRequestValues = Math.max(
      MIN_VALUES,
      Math.floor(this.maxRequestBytes / BYTES_PER_VALUE),
    );
    this.maxConnections = values.MAX_CONNECTIONS;
    this.trustedProxies = values.TRUSTED_PROXIES ?? [];
    this.clientAddressHeader = values.CLIENT_ADDRESS_HEADER;
  }
}
