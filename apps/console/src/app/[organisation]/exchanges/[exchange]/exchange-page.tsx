'use client'

import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { PageHeader } from '../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { ExchangeDetail } from '../detail/exchange-detail.tsx'
import { ExchangeDetailDocument } from '../detail/operations.generated.ts'

/** One exchange under its own address, to be sent to somebody. */
export function ExchangePage({ id }: { id: string }) {
  const { data, problem, refetch } = usePageQuery(ExchangeDetailDocument, { id })
  const path = useOrganisationPath()
  return (
    <>
      <PageHeader title="Exchange" crumbs={[{ label: 'Exchanges', href: path('/exchanges') }]} />
      {data?.exchange ? (
        <div className="max-w-3xl">
          <ExchangeDetail exchange={data.exchange} />
        </div>
      ) : problem?.code === 'forbidden' ? (
        <NoPermission what="exchanges" permission="Logs: read and ExternalIdentities: read" />
      ) : (
        problem && <ErrorState problem={problem} onRetry={refetch} />
      )}
    </>
  )
}
