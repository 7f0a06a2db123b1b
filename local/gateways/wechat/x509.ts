import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import * as der from './der';

/** Who somebody is in a certificate. */
export interface DistinguishedName {
  readonly organisation: string;
  readonly common: string;
}

export interface CertificateContents {
  /** Hexadecimal. */
  readonly serial: string;
  readonly subject: DistinguishedName;
  readonly key: KeyObject;
  readonly from: number;
  readonly until: number;
  readonly authority: boolean;
}

const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const COUNTRY = '2.5.4.6';
const ORGANISATION = '2.5.4.10';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
/** Counted from zero. */
const VERSION_3 = '02';

/** An X.509 certificate (RFC 5280), PEM. Node reads them and cannot write any. */
export function certificate(
  { serial, subject, key, from, until, authority }: CertificateContents,
  issuer: { readonly name: DistinguishedName; readonly privateKey: KeyObject },
): string {
  const algorithm = der.sequence(der.objectId(SHA256_WITH_RSA), der.nothing());
  const contents = der.sequence(
    der.explicit(0, der.integer(VERSION_3)),
    der.integer(serial),
    algorithm,
    named(issuer.name),
    der.sequence(der.time(from), der.time(until)),
    named(subject),
    publicPart(key).export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(constraints(authority))),
  );
  const signature = sign('RSA-SHA256', contents, issuer.privateKey);
  return pem(der.sequence(contents, algorithm, der.bits(signature)));
}

const publicPart = (key: KeyObject): KeyObject =>
  key.type === 'private' ? createPublicKey(key) : key;

const named = ({ organisation, common }: DistinguishedName): Buffer =>
  der.sequence(
    ...[
      [COUNTRY, 'CN'],
      [ORGANISATION, organisation],
      [COMMON_NAME, common],
    ].map(([type = '', value = '']) => der.set(der.sequence(der.objectId(type), der.utf8(value)))),
  );

const constraints = (authority: boolean): Buffer =>
  der.sequence(
    der.objectId(BASIC_CONSTRAINTS),
    der.truth(),
    der.octets(der.sequence(...(authority ? [der.truth()] : []))),
  );

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
