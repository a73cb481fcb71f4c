import type { LookupAddress } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { MediaError } from './media.ts';

/** Who may be asked for a file: an address that comes from outside must not lead into the operator's own network. */
export interface Guard {
  /** The address, if it may be asked at all; a permanent `MediaError` otherwise. */
  admit(address: string): URL;
  /**
   * For the socket: names become addresses here and nowhere else, so that what is connected to is what was checked,
   * whatever the name leads to a moment later.
   */
  readonly lookup: LookupFunction;
}

export interface GuardOptions {
  /** A name, or `*.name` for all below it. */
  readonly hosts: readonly string[];
  /** Takes http, any port, and addresses of this machine. */
  readonly allowsLoopback: boolean;
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
}

const resolveAll = (host: string): Promise<readonly LookupAddress[]> => lookUp(host, { all: true });

export const createGuard = ({ hosts, allowsLoopback, resolve = resolveAll }: GuardOptions): Guard => {
  const mayConnect = (address: string): boolean =>
    isPublic(address) || (allowsLoopback && rangeOf(address) === 'loopback');

  const admit: Guard['admit'] = (address) => {
    const url = URL.parse(address);
    if (url === null) throw blocked();
    const isSecure = url.protocol === 'https:' && url.port === '';
    const isTest = allowsLoopback && (url.protocol === 'http:' || url.protocol === 'https:');
    if (!isSecure && !isTest) throw blocked();
    if (url.username !== '' || url.password !== '') throw blocked();
    if (!hosts.some((host) => isBelow(url.hostname, host.toLowerCase()))) throw blocked();
    // A socket looks up names only: what is an address already is checked here.
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(literal) && !mayConnect(literal)) throw blocked();
    return url;
  };

  const lookup: LookupFunction = (host, { all }, answer) => {
    const choose = (found: readonly LookupAddress[]): void => {
      const allowed = found.filter(({ address }) => mayConnect(address));
      const [first] = allowed;
      if (first === undefined) answer(blocked(), '');
      else if (all === true) answer(null, allowed);
      else answer(null, first.address, first.family);
    };
    // Errors have their own way to the caller: `choose` throws nothing.
    void resolve(host).then(choose, (error: unknown) => answer(error as NodeJS.ErrnoException, ''));
  };

  return { admit, lookup };
};

const blocked = (): MediaError => new MediaError('its address is not one that files may come from', true);

const isBelow = (host: string, allowed: string): boolean =>
  allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;

const rangeOf = (address: string): string =>
  ipaddr.isValid(address) ? ipaddr.parse(address).range() : 'unreadable';

/**
 * Neither private, loopback, link-local, shared, multicast nor reserved. IPv6 must also be of the only block that is
 * given out to anybody (https://www.iana.org/assignments/ipv6-address-space): outside of it are the forms that hide an IPv4 address.
 */
const isPublic = (address: string): boolean => {
  if (rangeOf(address) !== 'unicast') return false;
  const parsed = ipaddr.parse(address);
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parse('2000::'), 3);
};
