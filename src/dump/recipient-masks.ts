/**
 * SQL that takes the recipient of a row out of what the row says: `mapped_recipient`, and `mapped_identities`, a list of what else
 * the person goes by. First the forms that most texts have are replaced, which costs little; only what may hold another one
 * is looked at with a pattern of the recipient's own.
 */

/** An identity of no more characters may be part of a word, and is masked where it stands alone. */
const shortest = 5;

/** What is longer is no identity, and would make a pattern that is too large for the engine. */
const longest = 500;

/** Local parts that are words of replies, links and small talk. They name nobody, and without them a reply says nothing. */
export const commonWords = [
  'abuse|account|accounts|address|admin|alert|billing|box|client|contact|customer|delivery|domain|email',
  'error|feedback|ftp|hello|help|home|host|hostmaster|inbox|info|jobs|list|mail|mailbox|mailer-daemon',
  'marketing|me|message|news|newsletter|no|noc|noreply|no-reply|not|office|order|orders|policy',
  'postmaster|press|quota|recipient|reply|root|sale|sales|security|sender|server|service|shop|smtp|spam',
  'support|system|team|test|unknown|user|webmaster|www|a|an|and|are|as|at|by|for|from|in|is|it|of|on|or',
  'the|this|to',
].join('|');

/** How an address writes its sign elsewhere: VERP, quoted-printable, entities, wide letters, and people who hide theirs. */
const signs = String.raw`(?:=40|=|#|&#0*64;|&#x0*40;|&commat;|＠|﹫| ?[(\[{]? ?at ?[)\]}]? ?)`;

const recipient = 'mapped_recipient';

/** The text that the row tells with most forms taken out, by the column that it is in. */
const told = ['mapped_told_reason', 'mapped_told_code', 'mapped_told_url', 'mapped_told_label'] as const;

const literally = (text: string): string => `regexp_escape(${text})`;
const inLinks = (text: string): string => `${literally(text)} || '|' || ${literally(`url_encode(${text})`)}`;

/** A pattern for a text where it is no part of a word. */
const alone = (text: string): string => {
  const edge = (where: string): string =>
    String.raw`CASE WHEN regexp_matches(${text}, '${where}') THEN '(?:\b|_)' ELSE '' END`;
  return `${edge('^[A-Za-z0-9]')} || ${literally(text)} || ${edge('[A-Za-z0-9]$')}`;
};

/** A number of few digits alone, that is no part of a status or a decimal; what is around it is to be kept. */
const aloneNumber = (text: string): string =>
  String.raw`'(^|[^0-9A-Za-z.-])' || ${text} || '($|[^0-9A-Za-z.-]|[.](?:\s|$))'`;

const patternOfEach = (list: string, pattern: (item: string) => string): string =>
  `nullif(array_to_string(list_transform(${list}, lambda item: ${pattern('item')}), '|'), '')`;

const identities = `list_filter(mapped_identities, lambda item: length(item) BETWEEN 1 AND ${longest})[1:20]`;

/** True for a row whose texts may hold the recipient in some other form than the usual ones. */
function mayTell(hasIdentities: boolean, redactDomains: boolean): string {
  const [reason, code, url, label] = told;
  // A row tells either of a failure or of a click.
  const text = `lower(coalesce(${reason}, ${url}, '') || ' ' || coalesce(${code}, ${label}, ''))`;
  const head = `lower(split_part(split_part(${recipient}, '@', 1), '+', 1))`;
  const domain = `CASE WHEN contains(${recipient}, '@') THEN lower(rtrim(split_part(${recipient}, '@', -1), '> ')) END`;
  const identified = `OR len(list_filter(${identities}, lambda item: contains(${text}, lower(item)))) > 0`;
  return `(length(${recipient}) <= ${longest} AND (
        contains(${text}, ${head}) OR contains(${recipient}, '<') OR prefix(${recipient}, '"')
        OR contains(mapped_told_url, '%') OR contains(mapped_told_url, rtrim(to_base64(encode(${recipient})), '='))))
      ${hasIdentities ? identified : ''} ${redactDomains ? `OR contains(${text}, ${domain})` : ''}`;
}

const domainPart = `split_part(mapped_address, '@', -1)`;

/** The forms that can stand anywhere: they are nothing but this recipient. */
const unmistakable = `CASE
      WHEN mapped_local_part <> '' THEN ${inLinks('mapped_address')} || '|' || ${literally('mapped_local_part')} || '${signs}' || ${literally(domainPart)}
      WHEN length(${recipient}) > ${shortest} THEN ${inLinks(recipient)}
    END`;

/** The sender's base64 of a recipient, as far as what comes behind it leaves it the same. */
const encoded = `rtrim(to_base64(encode(${recipient})), '=')`;
const inBase64 = `'(?-i:' || ${literally(encoded)} || '|' || ${literally(`translate(${encoded}, '+/', '-_')`)} || ')=*'`;

const displayName = `trim(regexp_extract(${recipient}, '^([^<>@]*)<', 1), ' "')`;
const names = `list_filter(
      [mapped_local_part, url_encode(mapped_local_part), url_encode(url_encode(mapped_local_part)), split_part(mapped_local_part, '+', 1), ${displayName}],
      lambda name: name <> '' AND NOT regexp_full_match(name, '(?i)${commonWords}|[0-9]{1,3}'))`;

/** The forms that are masked as words of their own: a local part, a short id. The code of a reply is none. */
const aloneForms = `CASE
      WHEN mapped_local_part <> '' THEN ${patternOfEach(names, alone)}
      WHEN length(${recipient}) > ${shortest} OR regexp_full_match(${recipient}, '[245][0-9][0-9]') THEN NULL
      WHEN regexp_full_match(${recipient}, '[0-9]{1,3}') THEN ${aloneNumber(recipient)}
      ELSE ${alone(recipient)}
    END`;

const furtherForms = patternOfEach(
  identities,
  (item) => `CASE WHEN length(${item}) > ${shortest} THEN ${inLinks(item)} ELSE ${alone(item)} END`,
);

/** A text without the usual forms of its recipient: the recipient itself, VERP, a name in brackets. */
export function withoutUsualForms(text: string): string {
  return `CASE
        WHEN length(${recipient}) > ${shortest}
          THEN replace(
            replace(replace(${text}, ${recipient}, '…'), replace(${recipient}, '@', '='), '…'),
            '<' || split_part(${recipient}, '@', 1) || '>', '<…>')
        ELSE ${text}
      END`;
}

/**
 * The rows of a query with the patterns of their recipients, where their texts may tell of them in other forms than the usual ones:
 * @param rows a SELECT of `mapped_recipient`, the texts `told_...` and, where there are any, `mapped_identities`
 */
export function withPatterns(
  rows: string,
  tells: string,
  { hasIdentities, redactDomains }: { readonly hasIdentities: boolean; readonly redactDomains: boolean },
): string {
  const ownDomain = `CASE WHEN mapped_local_part <> '' THEN ${literally(domainPart)} END`;
  const further = `${hasIdentities ? `, ${furtherForms}` : ''}${redactDomains ? `, ${ownDomain}` : ''}`;
  const pattern = (...forms: readonly string[]): string =>
    `nullif(concat_ws('|', ${forms.join(', ')}${further}), '')`;
  // One column, and names for what is in it: each column costs something for the rows too that tell nothing.
  const patterns = `[${pattern(unmistakable)}, ${pattern(unmistakable, inBase64, aloneForms)}]`;
  const localPart = `trim(regexp_extract(mapped_address, '^(.*)@', 1), '"')`;
  const address = `coalesce(nullif(regexp_extract(${recipient}, '<([^<>]+)>', 1), ''), ${recipient})`;
  return `
    SELECT *, CASE WHEN ${tells} THEN CASE WHEN ${mayTell(hasIdentities, redactDomains)} THEN
      list_transform([${address}], lambda mapped_address:
        list_transform([${localPart}], lambda mapped_local_part: ${patterns})[1])[1]
      END END AS mapped_patterns
    FROM (${rows}
    ) AS told`;
}

/** The last branch matches nothing: it is there for its groups, which most patterns have none of. */
const replaced = (text: string, pattern: string): string =>
  String.raw`regexp_replace(${text}, '(?i)' || ${pattern} || '|(\b\B)(\b\B)', '\1…\2', 'g')`;

/** A text of such a row without any form of its recipient: in other letters, in other writing, the local part or the name alone. */
export const withoutRecipient = (text: string): string =>
  `CASE WHEN mapped_patterns IS NULL THEN ${text} ELSE ${replaced(text, 'mapped_patterns[2]')} END`;

/** A link without any form of its recipient. Its host is kept, but for what is unmistakable: `shop@` is no reason to mask a shop. */
export function linkWithoutRecipient(url: string): string {
  const host = `regexp_extract(${url}, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*')`;
  const path = `substr(${url}, length(${host}) + 1)`;
  return `CASE
        WHEN mapped_patterns IS NULL THEN ${url}
        ELSE coalesce(${replaced(host, 'mapped_patterns[1]')}, ${host}) || ${replaced(path, 'mapped_patterns[2]')}
      END`;
}
