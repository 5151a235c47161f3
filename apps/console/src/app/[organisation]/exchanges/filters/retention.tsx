'use client'

import { useQuery } from '@apollo/client/react'
import { ExchangeRetentionDocument } from './operations.generated.ts'

/** For how long exchanges are kept. */
export function Retention() {
  const { data } = useQuery(ExchangeRetentionDocument)
  if (!data) return null
  const { acceptedDays, refusedDays } = data.server.retention
  return (
    <p className="text-sm text-muted">
      Accepted exchanges are kept for {acceptedDays} days, refused ones for {refusedDays}. Each one is recorded.
    </p>
  )
}
