import 'reflect-metadata';
import { loadConfigOrExit } from '@repo/config';
import { startStdio } from '../bootstrap';
import { DatabaseToolModule } from './database-tools.fixture';

// As main.ts does with `--stdio`.
void startStdio({ config: loadConfigOrExit(), features: [DatabaseToolModule] });
