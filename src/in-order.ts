/**
 * The results of works on items, in the order of the items, several of them being worked on at once. Where one fails, no
 * other is begun, and those under way come to their end before the failure is told.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  most: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // It is awaited in its turn; should another one fail before, that is the error to tell of.
      result.catch(() => {});
      underWay.push(result);
      if (underWay.length >= most) yield await next(underWay);
    }
    while (underWay.length > 0) yield await next(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
}

async function next<Result>(underWay: Promise<Result>[]): Promise<Result> {
  const [first] = underWay;
  if (first === undefined) throw new RangeError('nothing is under way');
  const result = await first;
  underWay.shift();
  return result;
}
