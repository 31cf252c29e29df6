import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How long an app may take to drain before it is killed. */
const GRACE_MS = 10_000;

/** The one running process of a served app. */
export class AppProcess {
  private child?: ChildProcess;

  /**
   * @param bundle the app's built file
   * @param nodeOptions for the Node that runs it, such as `--inspect`
   * @param onExit called when the app ends by itself, not when it is stopped from here
   */
  constructor(
    private readonly bundle: string,
    private readonly nodeOptions: readonly string[],
    private readonly onExit: (code: number | null) => void,
  ) {}

  /** Starts the app, after the process before it has released its port. */
  async restart(): Promise<void> {
    await this.stop();
    const child = spawn(
      process.execPath,
      [
        ...this.nodeOptions,
        '--enable-source-maps',
        ...['-r', join(__dirname, 'stop-with-parent.cjs')],
        this.bundle,
      ],
      { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
    );
    child.once('exit', (code) => {
      if (this.child === child) {
        this.child = undefined;
        this.onExit(code);
      }
    });
    this.child = child;
  }

  /** Lets the app drain, and kills it when its grace is over. */
  async stop(): Promise<void> {
    const child = this.child;
    if (!child) {
      return;
    }
    this.child = undefined;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const tooLate = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await exited;
    clearTimeout(tooLate);
  }
}
