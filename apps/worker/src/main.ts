import 'reflect-metadata';
import { loadConfigOrExit } from '@acme/config';
import { startWorker } from './bootstrap';

void startWorker({ config: loadConfigOrExit() });
