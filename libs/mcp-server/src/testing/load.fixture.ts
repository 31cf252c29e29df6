const REVISION = '2026-07-28';

/** What became of the calls of a load. */
export interface LoadResult {
  readonly sent: number;
  /** With a result of the tool. */
  readonly succeeded: number;
  /** With any answer. */
  readonly answered: number;
  readonly failures: readonly string[];
  /**
   * Sent over a connection that had served before and was closed while it lay idle, and sent again:
   * in HTTP/1.1 a server cannot end an idle connection without this risk (RFC 9112, section 9.5).
   */
  readonly crossed: number;
}

/**
 * Calls that are under way at most. Where the machine is too slow for the rate there are fewer calls
 * a second, instead of more and more that wait.
 */
const MAX_IN_FLIGHT = 100;

/** Calls of one tool at a steady rate, whether or not the last one has been answered. */
export class Load {
  private sent = 0;
  private succeeded = 0;
  private answered = 0;
  private crossed = 0;
  private readonly failures: string[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;
  private due = 0;
  private countedAt = performance.now();

  constructor(
    private readonly url: string,
    private readonly tool: string,
    private readonly input: object,
    private readonly callsPerSecond: number,
  ) {
    this.timer = setInterval(() => this.sendDue(), 10);
  }

  /** Sends no more, and waits for what is under way. */
  async end(): Promise<LoadResult> {
    clearInterval(this.timer);
    await Promise.all(this.underWay);
    const { sent, succeeded, answered, failures, crossed } = this;
    return { sent, succeeded, answered, failures, crossed };
  }

  private sendDue(): void {
    const now = performance.now();
    this.due += ((now - this.countedAt) / 1_000) * this.callsPerSecond;
    this.countedAt = now;
    // What there was no room for is not made up for.
    this.due = Math.min(this.due, MAX_IN_FLIGHT - this.underWay.size);
    while (this.due >= 1) {
      this.due -= 1;
      this.sent += 1;
      const call = this.call(this.sent).finally(() => this.underWay.delete(call));
      this.underWay.add(call);
    }
  }

  private async call(id: number): Promise<void> {
    try {
      const answer = await fetch(`${this.url}/mcp`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': REVISION,
          'mcp-method': 'tools/call',
          'mcp-name': this.tool,
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id,
          method: 'tools/call',
          params: {
            name: this.tool,
            arguments: this.input,
            _meta: {
              'io.modelcontextprotocol/protocolVersion': REVISION,
              'io.modelcontextprotocol/clientCapabilities': {},
            },
          },
        }),
      });
      const text = await answer.text();
      this.answered += 1;
      if (answer.status === 200 && text.includes('"result"')) this.succeeded += 1;
      else this.failures.push(text);
    } catch (error) {
      const { cause } = error as Error;
      if (!hasCrossed(cause)) return void this.failures.push(String(cause ?? error));
      this.crossed += 1;
      return this.call(id);
    }
  }
}

function hasCrossed(cause: unknown): boolean {
  const { code, socket } = (cause ?? {}) as { code?: string; socket?: { bytesRead: number } };
  return code === 'UND_ERR_SOCKET' && (socket?.bytesRead ?? 0) > 0;
}
