/** The items of all pages. What has come in since a page was fetched may make it repeat rows of the one before. */
export function itemsOf<T extends object>(pages: readonly { data: readonly T[] }[]): T[] {
  return [...new Map(pages.flatMap(({ data }) => data).map((item) => [identityOf(item), item])).values()];
}

/** Releases are known by their number, everything else by its id. */
const identityOf = (item: object): unknown => ('id' in item ? item.id : 'number' in item ? item.number : item);
