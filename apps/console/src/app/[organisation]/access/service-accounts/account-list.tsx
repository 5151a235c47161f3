'use client'

import { Bot, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button } from '../../../../components/button.tsx'
import { DataTable } from '../../../../components/data-table.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { EmptyState, ErrorState, FilteredEmpty, NoPermission } from '../../../../components/states.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { accountColumns } from './account-columns.tsx'
import { AccountFilters } from './account-filters.tsx'
import { useAccountChoices } from './choices.ts'
import { isFiltered, listParsers, listVariables } from './list-state.ts'
import { ServiceAccountsDocument } from './operations.generated.ts'

// The list stands before it is there.
const CreateAccountDialog = dynamic(async () => (await import('./create-account-dialog.tsx')).CreateAccountDialog, { ssr: false })

export function AccountList() {
  const { state, set, go, clear } = useFilters(listParsers)
  const { data, problem, stale, refetch } = usePageQuery(ServiceAccountsDocument, listVariables(state))
  const path = useOrganisationPath()
  const can = useCan()
  const choices = useAccountChoices()
  const creation = useDialog('create')
  const columns = useMemo(() => accountColumns((id) => path(`/access/service-accounts/${id}`)), [path])
  const mayCreate = can('ServiceAccounts', 'create')
  const connection = data?.serviceAccounts
  const rows = connection?.edges.map(({ node }) => node) ?? []
  const isEmpty = rows.length === 0 && !isFiltered(state)
  const createButton = mayCreate && (
    <Button variant="primary" onClick={() => creation.show()}>
      <Plus size={16} aria-hidden /> Create Service Account
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Service Accounts"
        description="Who workloads become: each has a role, reads environments, and lets in the workloads of the identities it trusts."
        actions={!isEmpty && createButton}
      />
      {problem?.code === 'forbidden' && !connection && <NoPermission what="service accounts" permission="ServiceAccounts: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {connection &&
        (isEmpty ? (
          <EmptyState icon={<Bot size={28} />} title="No service accounts yet">
            <p>
              A service account is who a workload becomes: a CI job, a server, a pod. Give it environments to read, then let workloads log
              in as it with the identity their platform gives them, or with a token you make here.
            </p>
            {createButton || <p>Creating one takes the permission ServiceAccounts: create.</p>}
          </EmptyState>
        ) : (
          <>
            <AccountFilters state={state} set={set} choices={choices} />
            {rows.length === 0 ? (
              <FilteredEmpty what="service accounts" onClear={clear} />
            ) : (
              <DataTable
                caption="Service accounts"
                columns={columns}
                rows={rows}
                stale={stale}
                sort={{ field: state.sort, direction: state.direction }}
                onSort={({ field, direction }) => set({ sort: field, direction })}
              />
            )}
            <Pager
              what="service accounts"
              shown={rows.length}
              totalCount={connection.totalCount}
              hasNext={connection.pageInfo.hasNextPage}
              hasPrevious={connection.pageInfo.hasPreviousPage}
              onNext={() => go({ after: connection.pageInfo.endCursor })}
              onPrevious={() => go({ before: connection.pageInfo.startCursor })}
            />
          </>
        ))}
      {mayCreate && <CreateAccountDialog open={creation.open} onClose={creation.close} roles={choices.roles} />}
    </>
  )
}
