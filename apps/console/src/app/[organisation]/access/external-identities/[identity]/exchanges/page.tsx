import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { ExchangesOf } from '../../../../exchanges/exchanges-of.tsx'

export const metadata: Metadata = { title: 'Exchanges of an external identity' }

interface Props {
  params: Promise<{ identity: string }>
  searchParams: Promise<SearchParams>
}

export default async function IdentityExchangesPage({ params, searchParams }: Props) {
  const { identity: identityId } = await params
  return <ExchangesOf searchParams={searchParams} identityId={identityId} />
}
