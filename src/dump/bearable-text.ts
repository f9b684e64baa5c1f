/** Longer texts are no replies, links or names: a report shows 600 characters of one at most, and some thousand of 10 MB fill any memory. */
const longest = 4000;

/** An address that is cut in two would not be masked any more: what could be the start of one goes, too. */
const longestAddress = 320;

/** SQL that gives a text of bearable length, with … for what is cut off its end. The expression is looked at often: best a column. */
export function bearableText(text: string): string {
  const whole = longest - longestAddress;
  // Not by one pattern that counts to 320: that takes as long to compile as a small dump to read.
  const end = `regexp_replace(substr(${text}, ${whole + 1}, ${longestAddress}), '\\S*$', '')`;
  return `CASE WHEN strlen(${text}) > ${4 * longest} THEN left(${text}, ${whole}) || ${end} || '…' ELSE ${text} END`;
}

/** The same for a name that things are told apart by: two that differ stay two. */
export function bearableName(name: string): string {
  return `CASE WHEN strlen(${name}) > ${4 * longest} THEN left(${name}, 80) || '… ' || sha256(${name}) ELSE ${name} END`;
}
