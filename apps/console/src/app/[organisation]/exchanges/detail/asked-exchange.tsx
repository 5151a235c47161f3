'use client'

import { useQuery } from '@apollo/client/react'
import { problemOf } from '../../../../apollo/problem.ts'
import { ErrorState } from '../../../../components/states.tsx'
import { DetailSkeleton } from './detail-skeleton.tsx'
import { ExchangeDetail } from './exchange-detail.tsx'
import { ExchangeDetailDocument } from './operations.generated.ts'

/** An exchange that is asked for when somebody looks closer. */
export function AskedExchange({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(ExchangeDetailDocument, { variables: { id }, errorPolicy: 'all' })
  if (data?.exchange) return <ExchangeDetail exchange={data.exchange} />
  if (error) return <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
  return <DetailSkeleton />
}
