import { Tables } from '@repo/database';
import { TaskClient } from '../mcp/tasks/task-client.fixture';
import { onApi, statusOf, type Effects } from './effect.fixture';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

export const approvalsEffects = {
  APPROVAL_TTL: {
    before: 2 * 86_400_000,
    set: '1m',
    after: 86_400_000 + 60_000,
    see: onApi(async (api) => {
      const client = new TaskClient(api);
      const { result } = await client.get(await client.start('approved_later'));
      return result?.['ttlMs'];
    }),
  },
  APPROVAL_WEBHOOK_URL: {
    before: false,
    set: 'http://127.0.0.1:9/',
    after: true,
    with: () => ({ APPROVAL_WEBHOOK_SECRET: SECRET }),
    see: onApi(async (api) => {
      const id = await new TaskClient(api).start('approved_later');
      const [row] = await api
        .get(Tables)
        .query<{ told: boolean }[]>(
          `SELECT notice_at IS NOT NULL OR notices > 0 AS told FROM task WHERE id = $1`,
          [id],
        );
      return row?.told;
    }),
  },
  APPROVAL_WEBHOOK_SECRET: {
    before: 403,
    set: SECRET,
    after: 401,
    see: statusOf('/approvals/decisions', { method: 'POST' }),
  },
} satisfies Effects;
