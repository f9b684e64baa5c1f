type Text = string | null;

/** By code unit, so that the order is the same on every machine and in every locale; no text comes last. */
export function compareText(left: Text, right: Text): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -1 : 1;
}

/** A total order for rows of reasons: the largest count first, then the texts in turn. */
export function byCountThenText<Row extends { readonly count: number }>(
  texts: (row: Row) => readonly Text[],
): (left: Row, right: Row) => number {
  return (left, right) => {
    if (left.count !== right.count) return right.count - left.count;
    const rightTexts = texts(right);
    for (const [index, text] of texts(left).entries()) {
      const order = compareText(text, rightTexts[index] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  };
}
