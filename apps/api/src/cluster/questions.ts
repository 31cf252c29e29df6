/** Questions to another process, whose answers come as messages, or do not come. */
export class Questions<Answer> {
  private last = 0;
  private readonly open = new Map<number, (answer: Answer | undefined) => void>();

  /**
   * @param send gets the number that the answer must carry
   * @returns undefined when no answer came in time
   */
  ask(send: (question: number) => void, timeoutMs: number): Promise<Answer | undefined> {
    const question = ++this.last;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.settle(question, undefined), timeoutMs);
      this.open.set(question, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      send(question);
    });
  }

  /** An answer that came too late is of no use. */
  settle(question: number, answer: Answer | undefined): void {
    this.open.get(question)?.(answer);
    this.open.delete(question);
  }
}
