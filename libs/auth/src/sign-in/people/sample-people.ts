import type { GrantSettings } from '../settings/sign-in-schema';
import type { Identity } from './identity';

/** The provider of development: whoever opens its page chooses who to be. */
const SAMPLE_PROVIDER = 'sample';

const person = (subject: string, name: string): Identity => ({
  ...{ provider: SAMPLE_PROVIDER, subject, name, email: `${subject}@example.com` },
  ...{ groups: [subject], tenants: [] },
});

export const samplePeople: readonly Identity[] = [
  person('ada', 'Ada, who may do everything'),
  person('robin', 'Robin, who may read'),
];

export const sampleGrants: readonly GrantSettings[] = [
  { groups: ['ada'], scopes: ['*'] },
  { groups: ['robin'], scopes: ['*:read'] },
];

/** What development does without a file. */
export const sampleSettings = {
  clients: [],
  registration: { dynamic: true, metadataDocuments: true },
  sessionDays: 14,
};
