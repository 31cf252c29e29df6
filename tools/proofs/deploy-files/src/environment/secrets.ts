/** What stands in for the secrets of a deployment: none is in a file. */
const secrets: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://mcp:a-password@database.internal:5432/mcp?sslmode=no-verify',
  REDIS_URL: 'rediss://:a-password@redis.internal:6379',
  JWT_SECRET: 'Zk3vJ8wQx1Tn7LrYp5HsBd2GmCf9AaEoUiKq4RtWzXe6NyVh',
  API_KEY: '5f0d1c9b8a7e6d4c3b2a19080f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c',
};

/** The variables of a container, with secrets in the place of what only the platform knows. */
export function withSecrets(
  variables: readonly { name?: string; value?: string }[],
): Record<string, string> {
  return Object.fromEntries(
    variables.map(({ name = '', value }) => [name, secrets[name] ?? value ?? '']),
  );
}
