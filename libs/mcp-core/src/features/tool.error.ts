/**
 * A failure that the model should read and may correct: its message goes to the client as the result
 * of the tool, with `isError`. Any other error is internal and stays in the log.
 */
export class ToolError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ToolError';
  }
}
