const batchSize = 50

/** Does many small things with pauses, so that the thread hears what else it is asked meanwhile, and tells how far it is. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  deed: (item: Item) => Result | Promise<Result>,
  report: (done: number, total: number) => void,
): Promise<Result[]> {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += batchSize) {
    results.push(...(await Promise.all(items.slice(from, from + batchSize).map(deed))))
    report(results.length, items.length)
    await new Promise((resolve) => setTimeout(resolve))
  }
  return results
}
