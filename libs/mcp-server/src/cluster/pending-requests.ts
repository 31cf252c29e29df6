/** Requests to another process, whose answers come as messages with the id of the request, or do not come. */
export class PendingRequests<Answer> {
  private last = 0;
  private readonly open = new Map<number, (answer: Answer | undefined) => void>();

  /**
   * @param send gets the id that the answer must carry
   * @returns undefined when no answer came in time
   */
  ask(send: (requestId: number) => void, timeoutMs: number): Promise<Answer | undefined> {
    const requestId = ++this.last;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.settle(requestId, undefined), timeoutMs);
      this.open.set(requestId, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      send(requestId);
    });
  }

  /** An answer that came too late is of no use. */
  settle(requestId: number, answer: Answer | undefined): void {
    this.open.get(requestId)?.(answer);
    this.open.delete(requestId);
  }
}
