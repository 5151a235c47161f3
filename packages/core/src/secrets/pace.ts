// About twenty milliseconds of cryptography.
const stepsBetweenPauses = 500

/**
 * Does one step after the other and lets other requests have their turn in between: thousands of secrets are opened or sealed in a fraction of a second,
 * which is still long for a workload that waits to log in.
 */
export async function paced<Item, Result>(items: readonly Item[], step: (item: Item, index: number) => Result): Promise<Result[]> {
  const results: Result[] = []
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % stepsBetweenPauses === 0) await pause()
    results.push(step(item, index))
  }
  return results
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0))
