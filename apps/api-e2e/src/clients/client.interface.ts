/** A tool's answer, as far as all clients show it alike. */
export interface ToolAnswer {
  text: string;
  isError: boolean;
  structured?: unknown;
}

export type Arguments = Record<string, unknown>;

/** What every client can do, one request at a time. */
export interface Caller {
  toolNames(): Promise<string[]>;
  callTool(name: string, args?: Arguments): Promise<ToolAnswer>;
  /** The text of the resource's first part. */
  readResource(uri: string): Promise<string>;
  /** The text of the prompt's first message. */
  getPrompt(name: string, args: Record<string, string>): Promise<string>;
}

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: number, total?: number) => void;
}

/** A client that stays connected, and so can be asked, told and interrupted. */
export interface LiveClient extends Caller {
  /** Methods of the notifications that it received, with what they are about. */
  readonly notices: string[];
  /** Data of the log messages that it received. */
  readonly logs: unknown[];
  callTool(name: string, args?: Arguments, options?: CallOptions): Promise<ToolAnswer>;
  complete(prompt: string, argument: string, typed: string): Promise<string[]>;
  /** From now on `notices` tells of changes of this resource and of the lists. */
  watch(uri: string): Promise<void>;
  /** @throws {Error} the server sent something that the protocol's schema forbids */
  close(): Promise<void>;
}

/** How a client sends its requests, where that is not the usual `fetch`. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

export type Era = 'legacy' | 'modern';
