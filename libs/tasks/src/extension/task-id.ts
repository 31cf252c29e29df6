import { z } from 'zod';

/** Clients send any text as an id; those of tasks are shorter. */
export const taskId = z.string().max(128);
