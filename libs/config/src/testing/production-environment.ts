import { randomBytes } from 'node:crypto';
import type { RawEnvironment } from '../parse-variables';

/** The least that production needs, for specs. */
export function productionEnvironment(more: RawEnvironment = {}): RawEnvironment {
  return {
    ENVIRONMENT: 'production',
    DATABASE_URL: 'postgres://app@db.internal/app',
    JWT_SECRET: randomBytes(48).toString('base64'),
    PUBLIC_URL: 'https://mcp.example.com',
    ALLOWED_HOSTS: 'mcp.example.com',
    ...more,
  };
}
