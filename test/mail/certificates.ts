import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** An authority of our own, and what it signed for the test servers. */
export interface Authority {
  readonly ca: string;
  /** For `localhost` and 127.0.0.1, where they listen. */
  readonly here: Certificate;
  /** For a host that they are not. */
  readonly elsewhere: Certificate;
}

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/**
 * Makes an authority and its certificates. They are made anew by openssl, which Node cannot do and every Debian can, so
 * that none ever expires and no private key lies in the repository. Until they are read they lie below a folder.
 */
export function makeAuthority(below = tmpdir()): Authority {
  const folder = mkdtempSync(join(below, 'email-live-report-certificates-'));
  const request = (name: string, ...args: readonly string[]): Certificate => {
    const [keyFile, certFile] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    const files = ['-keyout', keyFile, '-out', certFile];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, ...files, ...args], { stdio: 'pipe' });
    return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  };
  const signed = (name: string, names: string): Certificate =>
    request(
      name,
      ...['-CA', join(folder, 'authority.pem'), '-CAkey', join(folder, 'authority.key')],
      ...[
        '-subj',
        `/CN=${name}`,
        '-addext',
        `subjectAltName=${names}`,
        '-addext',
        'basicConstraints=CA:FALSE',
      ],
    );
  try {
    const authority = request('authority', '-subj', '/CN=Authority of the tests');
    return {
      ca: authority.cert,
      here: signed('localhost', 'DNS:localhost,IP:127.0.0.1'),
      elsewhere: signed('elsewhere', 'DNS:mail.elsewhere.example'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
