import { ErrorCode, ProtocolError } from '@repo/mcp-core';

/** Answers at once, and characters of their JSON: each is kept as long as its task. */
const MAX_ANSWERS = 100;
const MAX_CHARACTERS = 256 * 1_024;

/** @throws {ProtocolError} -32602: more than a task keeps */
export function checkAnswers(answers: object): void {
  const count = Object.keys(answers).length;
  if (count > MAX_ANSWERS) throw tooMuch(`${count} answers: ${MAX_ANSWERS}`);
  const { length } = JSON.stringify(answers);
  if (length > MAX_CHARACTERS) throw tooMuch(`${length} characters: ${MAX_CHARACTERS}`);
}

function tooMuch(found: string): ProtocolError {
  return new ProtocolError(ErrorCode.invalidParams, `inputResponses: found ${found} are allowed.`, {
    outcome: 'invalid_input',
  });
}
