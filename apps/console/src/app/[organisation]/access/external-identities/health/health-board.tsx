'use client'

import { ChevronRight, ChevronsLeft, HeartPulse } from 'lucide-react'
import { useMemo } from 'react'
import { usePageQuery } from '../../../../../apollo/use-page-query.ts'
import { Button, ButtonLink } from '../../../../../components/button.tsx'
import { DataTable } from '../../../../../components/data-table.tsx'
import { PageHeader } from '../../../../../components/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { useFilters } from '../../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { columnsOf } from './health-columns.tsx'
import { healthParsers, healthVariables } from './health-state.ts'
import { IssuerHealthBoardDocument } from './operations.generated.ts'

/** Every issuer that is trusted, the worst first. */
export function HealthBoard() {
  const { state, go } = useFilters(healthParsers)
  const { data, problem, stale, refetch } = usePageQuery(IssuerHealthBoardDocument, healthVariables(state))
  const path = useOrganisationPath()
  const columns = useMemo(() => columnsOf(path), [path])
  const list = path('/access/external-identities')
  const board = data?.issuerHealth
  const rows = board?.edges.map(({ node }) => node) ?? []
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'External Identities', href: list }]}
        title="Health of issuers"
        description="Whether those who vouch for your workloads can be asked, and what will soon keep them from it. The worst comes first."
      />
      {problem?.code === 'forbidden' && <NoPermission what="the health of issuers" permission="ExternalIdentities: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {board && rows.length === 0 && (
        <EmptyState icon={<HeartPulse size={28} />} title="No issuer to watch">
          <p>An identity of an issuer of tokens, or of Azure, shows here how its issuer is: its keys, its clock, its certificate.</p>
          <ButtonLink href={list}>External Identities</ButtonLink>
        </EmptyState>
      )}
      {board && rows.length > 0 && (
        <>
          <DataTable caption="Issuers and how they are" columns={columns} rows={rows} stale={stale} />
          <nav aria-label="Pages of issuers" className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-sm text-muted">
              {rows.length} of {board.totalCount ?? 'many'} issuers
            </p>
            <div className="flex gap-2">
              {board.pageInfo.hasPreviousPage && (
                <Button onClick={() => go({ after: null })}>
                  <ChevronsLeft size={16} aria-hidden /> The worst
                </Button>
              )}
              {board.pageInfo.hasNextPage && (
                <Button onClick={() => go({ after: board.pageInfo.endCursor })}>
                  Next <ChevronRight size={16} aria-hidden />
                </Button>
              )}
            </div>
          </nav>
        </>
      )}
    </>
  )
}
