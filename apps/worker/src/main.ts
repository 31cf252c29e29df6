import 'reflect-metadata';
import { loadConfigOrExit } from '@repo/config';
import { sections } from '@repo/mcp-features/jobs';
import { startWorker } from './bootstrap';

// It answers probes and scrapes alone, by whatever name they come.
void startWorker({ config: loadConfigOrExit({ sections, notRequired: ['ALLOWED_HOSTS'] }) });
