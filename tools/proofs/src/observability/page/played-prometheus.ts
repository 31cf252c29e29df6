import { execFileSync } from 'node:child_process';
import { cpSync, createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ChildProcess } from '@repo/api-e2e';
import { freePort } from '@repo/foundation/testing';
import { Played } from './played-series';
import { end, PLAYED_S } from './played-time';
import { playReplica } from './played-replica';
import { playWorker } from './played-worker';

const RULES = join(__dirname, '../../../../../deploy/monitoring/prometheus/rules');
/** Those that others ask for come first. */
const RECORDING = ['recording.yml', 'objectives.yml'];

/** A Prometheus that has scraped three replicas and a worker for an hour. */
export class PlayedPrometheus {
  private running?: ChildProcess;

  private constructor(
    private readonly folder: string,
    readonly url: string,
  ) {}

  /** @param folder empty; `prometheus` and `promtool` must be on PATH */
  static async start(folder: string): Promise<PlayedPrometheus> {
    const prometheus = new PlayedPrometheus(folder, `http://127.0.0.1:${await freePort()}`);
    mkdirSync(prometheus.data, { recursive: true });
    cpSync(RULES, join(folder, 'rules'), { recursive: true });
    writeFileSync(
      join(folder, 'prometheus.yml'),
      'global: { evaluation_interval: 15s }\nrule_files: [rules/*.yml]\n',
    );
    await prometheus.fill();
    return prometheus;
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private async fill(): Promise<void> {
    const played = new Played();
    for (const nth of [0, 1, 2]) await playReplica(nth, played);
    playWorker(played);
    const samples = join(this.folder, 'samples.txt');
    await pipeline(Readable.from(played.lines()), createWriteStream(samples));
    this.promtool('create-blocks-from', 'openmetrics', samples, this.data);
    for (const file of RECORDING) {
      await this.restart();
      this.promtool(
        ...['create-blocks-from', 'rules', `--url=${this.url}`, `--output-dir=${this.data}`],
        ...[`--start=${end - PLAYED_S}`, `--end=${end}`, '--eval-interval=15s'],
        join(this.folder, 'rules', file),
      );
    }
    await this.restart();
  }

  private async restart(): Promise<void> {
    await this.stop();
    this.running = new ChildProcess(
      'prometheus',
      [
        `--config.file=${join(this.folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${this.data}`,
        `--web.listen-address=${new URL(this.url).host}`,
      ],
      { env: { PATH: process.env['PATH'] } },
    );
    await this.running.waitForLine(/Server is ready to receive web requests/, 60_000);
  }

  private promtool(...args: string[]): void {
    execFileSync('promtool', ['tsdb', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
