import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { PageHeader } from '../../../components/page-header.tsx'
import { ExchangesOf } from './exchanges-of.tsx'

export const metadata: Metadata = { title: 'Exchanges' }

export default function ExchangesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <>
      <PageHeader title="Exchanges" description="Every attempt of a workload to log in, accepted or refused, and why." />
      <ExchangesOf searchParams={searchParams} />
    </>
  )
}
