/** One of the two that are compared: a server behind an endpoint, without a port. */
export interface Subject {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

export const ENDPOINT = 'http://localhost/mcp';
