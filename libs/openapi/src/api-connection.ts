import { addCredential } from './credential';
import type { BuiltRequest } from './build-request';
import type { OpenApiDocument } from './document';

export interface ApiOptions {
  /** Where the API is; default: the first server that the document names. */
  readonly url?: string;
  /** A token, a key, or `user:password`, whatever the document asks for. */
  readonly credential?: string;
  /** Bytes of an answer; default 256 KiB. */
  readonly maxAnswerBytes?: number;
}

/** The way to one HTTP API: to its address alone, with its credential, and through no redirect. */
export class ApiConnection {
  readonly base: URL;
  readonly maxAnswerBytes: number;

  /** @throws {Error} the document names no server, and the options none either */
  constructor(
    private readonly document: OpenApiDocument,
    private readonly options: ApiOptions,
  ) {
    const url = options.url ?? document.servers?.[0]?.url ?? '';
    if (!URL.canParse(url)) {
      throw new Error(`The document names no whole address ("${url}"): give it as the option url.`);
    }
    this.base = new URL(url);
    this.maxAnswerBytes = options.maxAnswerBytes ?? 262_144;
  }

  /** @param isSecured whether the credential goes with it */
  send(request: BuiltRequest, isSecured: boolean, signal: AbortSignal): Promise<Response> {
    const { credential } = this.options;
    if (isSecured && credential !== undefined) addCredential(request, this.document, credential);
    const { url, method, headers, body } = request;
    return fetch(url, {
      ...{ method: method.toUpperCase(), headers, body, signal },
      redirect: 'manual',
    });
  }
}
