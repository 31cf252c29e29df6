import 'reflect-metadata';
import { loadConfigOrExit } from '@repo/config';
import { startWorker } from './bootstrap';

// It answers probes and scrapes alone, by whatever name they come.
void startWorker({ config: loadConfigOrExit({ notRequired: ['ALLOWED_HOSTS'] }) });
