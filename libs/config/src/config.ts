import { decideSessions } from './sessions';
import { isLoopback } from './formats/host';
import { identity } from './identity/identity';
import { AuditConfig } from './sections/audit.config';
import { AuthConfig } from './sections/auth.config';
import { DatabaseConfig } from './sections/database.config';
import { HttpConfig } from './sections/http.config';
import { IdentityProviderConfig } from './sections/identity-provider.config';
import { LoggingConfig } from './sections/logging.config';
import { McpConfig } from './sections/mcp.config';
import { RateLimitConfig } from './sections/rate-limit.config';
import { RedisConfig } from './sections/redis.config';
import { ScalingConfig } from './sections/scaling.config';
import { Section } from './sections/section';
import { ServerConfig } from './sections/server.config';
import { SignInConfig } from './sections/sign-in.config';
import { ApprovalsConfig } from './sections/approvals.config';
import { TasksConfig } from './sections/tasks.config';
import { TelemetryConfig } from './sections/telemetry.config';
import { WorkerConfig } from './sections/worker.config';
import type { VariableValues } from './variables';

/** What a configuration is made of besides the environment's values. */
export interface ConfigParts {
  /** Stands in for an unset `JWT_SECRET`. */
  readonly generatedSecret: string | undefined;
  /** The company's sections. */
  readonly own: readonly Section[];
  readonly warnings: readonly string[];
  readonly secrets: readonly string[];
}

/** The whole environment, a section a concern. Made by `loadConfig`. */
export class Config extends Section {
  readonly server: ServerConfig;
  readonly database: DatabaseConfig;
  readonly redis: RedisConfig;
  readonly auth: AuthConfig;
  readonly identityProvider: IdentityProviderConfig;
  readonly signIn: SignInConfig;
  readonly http: HttpConfig;
  readonly logging: LoggingConfig;
  readonly telemetry: TelemetryConfig;
  readonly audit: AuditConfig;
  readonly rateLimit: RateLimitConfig;
  readonly mcp: McpConfig;
  readonly tasks: TasksConfig;
  readonly approvals: ApprovalsConfig;
  readonly worker: WorkerConfig;
  readonly scaling: ScalingConfig;
  /** The company's, each injectable by its class. */
  readonly own: readonly Section[];
  /** What is allowed and yet probably not meant, for the log of the start. Holds no secret. */
  readonly warnings: readonly string[];
  readonly #secrets: readonly string[];

  constructor(values: VariableValues, { generatedSecret, own, warnings, secrets }: ConfigParts) {
    super();
    this.server = new ServerConfig(values);
    this.database = new DatabaseConfig(values);
    this.redis = new RedisConfig(values, identity.redisPrefix(this.server.deployment));
    this.auth = new AuthConfig(values, generatedSecret);
    this.identityProvider = new IdentityProviderConfig(values);
    const { isProduction, publicUrl } = this.server;
    const isOfOthers = publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname);
    const hasIssuer = this.identityProvider.issuer !== undefined;
    this.signIn = new SignInConfig(values, !isProduction && !isOfOthers && !hasIssuer);
    this.http = new HttpConfig(values);
    this.logging = new LoggingConfig(values);
    this.telemetry = new TelemetryConfig(values);
    this.audit = new AuditConfig(values);
    this.rateLimit = new RateLimitConfig(values);
    this.mcp = new McpConfig(
      values,
      decideSessions(values.MCP_SESSIONS, values.WORKERS, values.REDIS_URL !== undefined),
    );
    this.tasks = new TasksConfig(values);
    this.approvals = new ApprovalsConfig(values);
    this.worker = new WorkerConfig(values);
    this.scaling = new ScalingConfig(values);
    this.own = own;
    this.warnings = warnings;
    this.#secrets = secrets;
  }

  /** The texts that no output may show, for whoever masks: see `secretTexts`. */
  get secrets(): readonly string[] {
    return this.#secrets;
  }

  /** Every section, for who provides them one by one. */
  sections(): readonly Section[] {
    const platform = Object.values(this).filter((value) => value instanceof Section);
    return [...platform, ...this.own];
  }
}
