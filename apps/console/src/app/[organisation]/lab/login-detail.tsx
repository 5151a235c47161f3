'use client'

import { useQuery } from '@apollo/client/react'
import { problemOf } from '../../../apollo/problem.ts'
import { Skeleton } from '../../../components/skeleton.tsx'
import { ErrorState } from '../../../components/states.tsx'
import { ExchangeDetail } from '../exchanges/detail/exchange-detail.tsx'
import { ExchangeDetailDocument } from '../exchanges/detail/operations.generated.ts'

/** The checks with what they compared, and what can be done. */
export function LoginDetail({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(ExchangeDetailDocument, { variables: { id }, errorPolicy: 'all' })
  if (data?.exchange) return <ExchangeDetail exchange={data.exchange} />
  if (error) return <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
  return <Skeleton className="h-64 w-full" />
}
