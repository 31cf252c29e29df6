import type { IncomingHttpHeaders } from 'node:http';
import { HttpConfig } from '@repo/config';
import { BoundedMap } from '@repo/foundation';
import { compile } from '@fastify/proxy-addr';
import { Injectable } from '@nestjs/common';
import { networkOf, readAddress, type Address } from './ip-address';

/** The part of a request that tells where it comes from. */
export interface Arrival {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingHttpHeaders;
}

/** The other end of a connection. */
interface Peer {
  readonly network: string;
  readonly isTrusted: boolean;
}

/** Proxies that are looked through at most. */
const MAX_HOPS = 20;

/** Headers that are remembered, and their characters. */
const MAX_REPORTED = 10_000;
const MAX_REPORTED_LENGTH = 200;

/**
 * Tells where a request comes from: an IPv4 address, or the /64 of an IPv6 one. The connection's own
 * address counts, unless it is one of `TRUSTED_PROXIES`: then what that says in
 * `CLIENT_ADDRESS_HEADER`. Whoever else sends the header is not believed.
 */
@Injectable()
export class ClientAddress {
  private readonly isTrusted: (address: Address) => boolean;
  private readonly header: HttpConfig['clientAddressHeader'];
  /** By connection, which many requests share. */
  private readonly peers = new WeakMap<object, Peer>();
  /** By what a trusted proxy said: to judge an address costs as much as half a call. */
  private readonly told = new BoundedMap<string, string>(MAX_REPORTED);

  constructor({ trustedProxies, clientAddressHeader }: HttpConfig) {
    this.header = clientAddressHeader;
    const trusts = compile([...trustedProxies]);
    this.isTrusted = (address) => trusts(address.toString(), 0);
  }

  of({ socket, headers }: Arrival): string {
    const peer = this.peerOf(socket);
    if (!peer.isTrusted) return peer.network;
    const told = headers[this.header];
    return typeof told === 'string' ? this.clientOf(told, peer) : peer.network;
  }

  /**
   * The network at the other end of a connection.
   *
   * @returns undefined for a trusted proxy, whose connections are of many clients
   */
  networkOf(socket: Arrival['socket']): string | undefined {
    const { network, isTrusted } = this.peerOf(socket);
    return isTrusted ? undefined : network;
  }

  private peerOf(socket: Arrival['socket']): Peer {
    let peer = this.peers.get(socket);
    if (peer === undefined) {
      const address = readAddress(socket.remoteAddress ?? '');
      peer =
        address === undefined
          ? { network: 'unknown', isTrusted: false }
          : { network: networkOf(address), isTrusted: this.isTrusted(address) };
      this.peers.set(socket, peer);
    }
    return peer;
  }

  private clientOf(told: string, { network }: Peer): string {
    let client = this.told.get(told);
    if (client === undefined) {
      const address =
        this.header === 'x-forwarded-for' ? this.behindProxies(told) : readAddress(told.trim());
      client = address === undefined ? '' : networkOf(address);
      if (told.length <= MAX_REPORTED_LENGTH) this.told.set(told, client);
    }
    return client === '' ? network : client;
  }

  /** From the nearest hop on, the first that is not trusted; what stands behind it may be forged. */
  private behindProxies(told: string): Address | undefined {
    let client: Address | undefined;
    for (const hop of told.split(',').slice(-MAX_HOPS).reverse()) {
      const address = readAddress(hop.trim());
      if (address === undefined) return client;
      client = address;
      if (!this.isTrusted(client)) return client;
    }
    return client;
  }
}
