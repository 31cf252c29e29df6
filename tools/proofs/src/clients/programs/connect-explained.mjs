/** Connects a client of an SDK. When the program that it started ends, the error says what that wrote. */
export async function connectExplained(client, transport) {
  let written = '';
  transport.stderr?.on('data', (text) => (written += text));
  await client.connect(transport).catch((error) => {
    throw written === '' ? error : new Error(error.message, { cause: written.slice(-1_000) });
  });
}
