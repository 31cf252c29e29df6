import { DatabaseError } from '../database.error';

/** Runs the body of a command; a fault of the database is said in one line. */
export function runCommand(body: () => Promise<string>): void {
  body().then(
    (result) => console.log(result),
    (error: unknown) => {
      console.error(error instanceof DatabaseError ? error.message : error);
      process.exit(error instanceof DatabaseError ? error.exitCode : 1);
    },
  );
}
