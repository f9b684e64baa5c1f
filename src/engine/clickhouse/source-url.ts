import { UsageError } from '../../errors.ts';

export interface ClickHouseHost {
  /** A name or an address; one of IPv6 without its brackets. */
  readonly host: string;
  readonly port: number;
}

/** A table of a ClickHouse, and where it is reached. */
export interface ClickHouseSource {
  /** At least one; tried in this order. */
  readonly hosts: readonly ClickHouseHost[];
  /** True for https. */
  readonly secure: boolean;
  readonly user: string;
  /** As the URL has it: never to be shown. Null where it is kept elsewhere, or there is none. */
  readonly password: string | null;
  readonly passwordFile: string | null;
  /** A PEM file of the authorities that sign the servers' certificates, besides those that Node knows. */
  readonly certificate: string | null;
  readonly database: string;
  readonly table: string;
  /** Whether all events of a message lie on one shard, as the URL says: needless for tables that `load` made. */
  readonly isSharded: boolean;
  /** The deliveries that are asked for; none stands for all of them. */
  readonly deliveries: readonly string[];
}

const scheme = /^clickhouses?:/i;

/** What a URL looks like, for hints. */
const example = 'write clickhouse://user@host:8123/database.table?delivery=ID';

/** Whether an argument means a ClickHouse, rightly written or not. */
export function isClickHouseSource(argument: string): boolean {
  return scheme.test(argument);
}

// No error repeats what stands before the host, or what may: it is where passwords are written.
function decoded(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError(`the ClickHouse URL: a % in ${what} begins no character`, 'write % itself as %25');
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(
    'the ClickHouse URL: what follows the : of a host is no port, which is a number from 1 to 65535',
    'in a user or password write / as %2F, ? as %3F and # as %23',
  );
}

function hostOf(text: string, port: number): ClickHouseHost {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:[\]%\\]+))(?::(.*))?$/s.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined || !URL.canParse(`http://${match?.[1] === undefined ? host : `[${host}]`}`)) {
    throw new UsageError(
      text === ''
        ? 'the ClickHouse URL names no host'
        : 'the ClickHouse URL: a host is neither a name nor an address',
      `${example}, an address of IPv6 in brackets, several hosts with commas between them`,
    );
  }
  return { host, port: match?.[3] === undefined ? port : portOf(match[3]) };
}

interface Login {
  readonly user: string;
  readonly password: string | null;
}

function loginOf(text: string | undefined): Login {
  if (text === undefined) return { user: 'default', password: null };
  const colon = text.indexOf(':');
  const user = decoded(colon === -1 ? text : text.slice(0, colon), 'the user');
  // HTTP has no way to say such a name.
  if (user.includes(':')) throw new UsageError('the ClickHouse URL: the user has a :', 'use another user');
  return {
    user: user === '' ? 'default' : user,
    password: colon === -1 ? null : decoded(text.slice(colon + 1), 'the password') || null,
  };
}

const namePart = '`(?:[^`\\\\]|\\\\[`\\\\])+`|[^`./]+';
const tablePath = new RegExp(`^/(?:(${namePart})[./])?(${namePart})$`, 'su');

function plainName(written: string): string {
  return written.startsWith('`') ? written.slice(1, -1).replace(/\\(.)/gs, '$1') : written;
}

function tableOf(path: string): { readonly database: string; readonly table: string } {
  if (path === '' || path === '/') throw new UsageError('the ClickHouse URL names no table', example);
  // It may be what follows a password with a slash in it.
  if (path.includes('@')) {
    throw new UsageError(
      'the ClickHouse URL has an @ in the table',
      'in a password write / as %2F, in a table @ as %40',
    );
  }
  const match = tablePath.exec(decoded(path, 'the table'));
  if (match?.[2] === undefined) {
    throw new UsageError(
      'the ClickHouse URL: what follows the hosts is not one table',
      'write database.table; a name with a dot or a slash in it goes between backticks',
    );
  }
  return { database: plainName(match[1] ?? 'default'), table: plainName(match[2]) };
}

/** Parameters that are given once. */
const single = ['secure', 'certificate', 'passwordFile', 'sharded'] as const;

interface Parameters {
  readonly one: ReadonlyMap<(typeof single)[number], string>;
  readonly deliveries: readonly string[];
}

function parametersOf(query: string): Parameters {
  const one = new Map<(typeof single)[number], string>();
  const deliveries: string[] = [];
  for (const pair of query === '' ? [] : query.split('&')) {
    const equals = pair.indexOf('=');
    const key = decoded(equals === -1 ? pair : pair.slice(0, equals), 'a parameter');
    // A + is itself here: ids of deliveries have some, and nobody writes them by a form.
    const value = equals === -1 ? '' : decoded(pair.slice(equals + 1), `the parameter ${key}`);
    const known = single.find((name) => name === key);
    if (known === undefined && key !== 'delivery') {
      throw new UsageError(
        /^\w{1,30}$/.test(key) && !query.includes('@')
          ? `the ClickHouse URL: there is no parameter "${key}"`
          : 'the ClickHouse URL has a parameter that there is not',
        `there are: delivery, ${single.join(', ')}; & within a value is written %26`,
      );
    }
    if (value === '')
      throw new UsageError(`the ClickHouse URL: ${key} has no value`, `write ${key}=... or leave it out`);
    if (known === undefined) deliveries.push(value);
    else if (one.has(known)) throw new UsageError(`the ClickHouse URL has ${known} twice`, 'give it once');
    else one.set(known, value);
  }
  return { one, deliveries: [...new Set(deliveries)] };
}

function truthOf(name: 'secure' | 'sharded', written: string | undefined): boolean {
  if (written === undefined) return false;
  const isTrue = ['1', 'true'].includes(written);
  if (isTrue || ['0', 'false'].includes(written)) return isTrue;
  throw new UsageError(`the ClickHouse URL: ${name} is neither 1 nor 0`, `write ${name}=1 or leave it out`);
}

function secureOf(byScheme: boolean, written: string | undefined): boolean {
  if (written === undefined) return byScheme;
  const secure = truthOf('secure', written);
  if (byScheme && !secure)
    throw new UsageError('the ClickHouse URL: clickhouses:// is https, secure=0 is not', 'leave out one');
  return secure;
}

/**
 * Reads `clickhouse://[user[:password]@]host[:port][,host[:port]...]/[database.]table[?delivery=ID&...]`.
 * @throws UsageError that repeats nothing that could be a password
 */
export function parseClickHouseSource(argument: string): ClickHouseSource {
  const match = /^clickhouse(s?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(#?)/is.exec(argument);
  if (match === null) throw new UsageError('a ClickHouse URL begins with clickhouse://', example);
  const [, s, authority = '', path = '', query = '', fragment] = match;
  if (fragment !== '')
    throw new UsageError('the ClickHouse URL has a #, which ends it', 'write # itself as %23');
  const ats = authority.split('@');
  if (ats.length > 2)
    throw new UsageError('the ClickHouse URL has two @', 'in a user or password write @ as %40');
  const hosts = ats.at(-1) ?? '';
  const login = loginOf(ats.length === 2 ? ats[0] : undefined);
  const table = tableOf(path);
  const { one, deliveries } = parametersOf(query);
  const secure = secureOf(s !== '', one.get('secure'));
  const passwordFile = one.get('passwordFile') ?? null;
  if (login.password !== null && passwordFile !== null)
    throw new UsageError('the ClickHouse URL has a password, and a passwordFile besides', 'leave out one');
  if (!secure && one.has('certificate'))
    throw new UsageError(
      'the ClickHouse URL has a certificate, but is not https',
      'write clickhouses:// or secure=1',
    );
  return {
    hosts: hosts.split(',').map((host) => hostOf(host, secure ? 8443 : 8123)),
    secure,
    ...login,
    passwordFile,
    certificate: one.get('certificate') ?? null,
    ...table,
    isSharded: truthOf('sharded', one.get('sharded')),
    deliveries,
  };
}

/** A source whose files are named from another folder on. @param resolve gives the path of one of them */
export function withFiles(argument: string, resolve: (path: string) => string): string {
  return argument.replace(
    /([?&](?:certificate|passwordFile)=)([^&#]+)/g,
    (written, name: string, path: string) =>
      /%(?![\da-f]{2})/i.test(path) ? written : name + encodeURIComponent(resolve(decodeURIComponent(path))),
  );
}

/** A host and its port, as a URL has them. */
export function hostText({ host, port }: ClickHouseHost): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A source in a form that anybody may read: neither user nor password, nor where that is kept. */
export function shownSource({ hosts, secure, database, table }: ClickHouseSource): string {
  const names = [database, table].map((name) =>
    /^[\w-]+$/.test(name) ? name : `\`${name.replace(/[\\`]/g, '\\$&')}\``,
  );
  return `clickhouse${secure ? 's' : ''}://${hosts.map(hostText).join(',')}/${names.join('.')}`;
}

/** An argument in a form that anybody may read, also where it is not rightly written. */
export function shownArgument(argument: string): string {
  if (!isClickHouseSource(argument)) return argument;
  try {
    return shownSource(parseClickHouseSource(argument));
  } catch {
    // Which part of it is a password cannot be told.
    return 'the ClickHouse URL';
  }
}
