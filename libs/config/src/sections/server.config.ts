import { boolean } from '../formats/boolean';
import { choice } from '../formats/choice';
import { duration } from '../formats/duration';
import { listenHost } from '../formats/host';
import { integer } from '../formats/integer';
import { name } from '../formats/text';
import { publicUrl } from '../formats/url';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export type Environment = 'development' | 'test' | 'production';

export const serverVariables = {
  ENVIRONMENT: {
    schema: choice('development', 'test', 'production'),
    description:
      'Where the process runs. `production` makes the strict rules hold and ignores `.env` files; `test` has the defaults of development and reads no `.env` file either.',
    default: 'development',
  },
  DEPLOYMENT: {
    schema: name(),
    description:
      'The name of this deployment, such as `staging`. Deployments that share a Redis need one each: all keys and channels carry it. Reports of errors name it.',
    withoutDefault: 'the value of `ENVIRONMENT`',
    example: 'staging',
  },
  HOST: {
    schema: listenHost(),
    description: 'The address to listen on.',
    default: { development: '127.0.0.1', production: '0.0.0.0' },
  },
  PORT: {
    schema: integer(0, 65_535),
    description: 'The port of the API. 0 takes any free one.',
    default: '8000',
  },
  PUBLIC_URL: {
    schema: publicUrl(),
    description:
      'Where clients reach this server, before all proxies. Tokens are issued for addresses below it (RFC 8707), the sign-in metadata names it, and it is the issuer of the tokens of this server. In production it is required unless `MCP_AUTH` is `off`.',
    withoutDefault: 'the address that the process listens on; production: none',
    example: 'https://mcp.example.com',
  },
  ALLOW_INSECURE_CONNECTIONS: {
    schema: boolean(),
    description:
      'Confirms for production that `PUBLIC_URL`, `JWT_ISSUER`, `JWKS_URL` or `SENTRY_DSN` may be http beyond this machine, that `REDIS_URL` may have no password there, and that `NODE_TLS_REJECT_UNAUTHORIZED=0` is meant. Without effect elsewhere.',
    default: 'false',
  },
  METRICS_PORT: {
    schema: integer(0, 65_535),
    description:
      'A port of its own for `/metrics`, so that a load balancer does not publish it. It must differ from `PORT`. 0 takes any free one.',
    withoutDefault:
      'none: `/metrics` is served on `PORT`, in production to tokens with the scope `metrics:read`',
    example: '9464',
  },
  WORKERS: {
    schema: integer(1, 256),
    description: 'How many processes serve one API.',
    default: { development: '1', production: '4' },
    unit: 'processes',
  },
  SHUTDOWN_DELAY: {
    schema: duration('0s', '5m'),
    description:
      'How long a process that was told to stop still takes new calls, while `/health/ready` says 503: the time in which a load balancer notices. Part of `SHUTDOWN_GRACE`.',
    default: { development: '0s', production: '3s' },
    unit: 'seconds',
  },
  SHUTDOWN_GRACE: {
    schema: duration('0s', '10m'),
    description:
      'How long a process that was told to stop may finish what it has. The orchestrator must wait longer than this before it kills.',
    default: '10s',
    unit: 'seconds',
  },
} satisfies VariableTable;

/** Where and how the process listens. */
export class ServerConfig extends Section {
  /** `ENVIRONMENT`, default `development`. */
  readonly environment: Environment;
  /** Whether the strict rules hold. */
  readonly isProduction: boolean;
  /** `DEPLOYMENT`, default the environment. */
  readonly deployment: string;
  /** `HOST`, default `127.0.0.1`, in production `0.0.0.0`. */
  readonly host: string;
  /** `PORT`, default 8000; 0 is any free port. */
  readonly port: number;
  /** `PUBLIC_URL` as an origin, default none: the address that the process listens on. */
  readonly publicUrl: string | undefined;
  /** `METRICS_PORT`, default none: metrics on `port`. */
  readonly metricsPort: number | undefined;
  /** `WORKERS` in processes, default 1, in production 4. */
  readonly workers: number;
  /** `SHUTDOWN_DELAY` in milliseconds, default 0, in production 3 s. */
  readonly shutdownDelayMs: number;
  /** `SHUTDOWN_GRACE` in milliseconds, default 10 s. */
  readonly shutdownGraceMs: number;

  constructor(values: Values<typeof serverVariables>) {
    super();
    this.environment = values.ENVIRONMENT;
    this.isProduction = values.ENVIRONMENT === 'production';
    this.deployment = values.DEPLOYMENT ?? values.ENVIRONMENT;
    this.host = values.HOST;
    this.port = values.PORT;
    this.publicUrl = values.PUBLIC_URL;
    this.metricsPort = values.METRICS_PORT;
    this.workers = values.WORKERS;
    this.shutdownDelayMs = values.SHUTDOWN_DELAY;
    this.shutdownGraceMs = values.SHUTDOWN_GRACE;
  }
}
