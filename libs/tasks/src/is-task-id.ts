const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text has the form of a task's id; another one is not looked up. */
export function isTaskId(text: string): boolean {
  return UUID.test(text);
}
