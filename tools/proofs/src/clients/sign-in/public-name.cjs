/**
 * Loaded into a host before all else: a public name leads to this machine, as the internet would lead
 * to whoever has it. The host fetches documents of clients by TLS, from public addresses alone.
 */
const dns = require('node:dns/promises');
const net = require('node:net');

const { PUBLIC_NAME: name = '', PUBLIC_NAME_PORT: port } = process.env;
const ADDRESS = { address: '93.184.215.14', family: 4 };

const { lookup } = dns;
dns.lookup = (host, options) => {
  if (host !== name) return lookup(host, options);
  return Promise.resolve(options?.all ? [ADDRESS] : ADDRESS);
};

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [first, ...others] = args;
  // What was normalized before is an array of options and callback.
  const options = Array.isArray(first) ? first[0] : first;
  if (options?.host !== name) return connect.apply(this, args);
  return connect.call(this, { ...options, host: '127.0.0.1', port: Number(port) }, ...others);
};
