'use client'

import { Suspense, useState } from 'react'
import { TableSkeleton } from '../../../components/skeleton.tsx'
import { ExchangeFeed } from '../exchanges/feed/exchange-feed.tsx'

/** The exchanges of the account that personas become, as they happen. */
export function LabFeed({ accountId }: { accountId: string }) {
  const [openedAtMs] = useState(() => Date.now())
  return (
    <Suspense fallback={<TableSkeleton />}>
      <ExchangeFeed madeAtMs={openedAtMs} serviceAccountId={accountId} hideAddress />
    </Suspense>
  )
}
