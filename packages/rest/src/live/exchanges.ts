import { isDomainError, listExchanges, type SignedInContext } from '@bonafide/core'

export type ExchangeRow = Awaited<ReturnType<typeof listExchanges>>['rows'][number]

const pageSize = 100
/** A reader that was away for longer reads the list instead. */
const maxReplayed = 1000

/** The exchanges whose id is at least `firstId`, oldest first. Ids sort by time. */
export async function exchangesFrom(firstId: string, context: SignedInContext): Promise<ExchangeRow[]> {
  const found: ExchangeRow[] = []
  let after: string | undefined
  while (found.length < maxReplayed) {
    const page = await listExchanges({ first: pageSize, after }, context)
    const wanted = page.rows.filter((row) => row.id >= firstId)
    found.push(...wanted)
    after = wanted.at(-1)?.id
    if (!page.hasNextPage || wanted.length < page.rows.length || after === undefined) break
  }
  return found.reverse()
}

/** Why a stream has to end, or undefined when the failure is not the reader's. */
export function endOf(error: unknown): string | undefined {
  return isDomainError(error) && (error.code === 'unauthenticated' || error.code === 'forbidden') ? error.code : undefined
}
