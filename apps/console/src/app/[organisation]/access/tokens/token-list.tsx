'use client'

import { KeyRound } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button } from '../../../../components/button.tsx'
import { DataTable } from '../../../../components/data-table.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { EmptyState, ErrorState, FilteredEmpty, NoPermission } from '../../../../components/states.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { ServiceAccountTokensDocument } from './operations.generated.ts'
import { RevokeAllFrom } from './revoke-all-from.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { tokenColumns } from './token-columns.tsx'
import { TokenCounts } from './token-counts.tsx'
import { TokenFilters } from './token-filters.tsx'
import { byHand, isFiltered, tokenParsers, tokenVariables } from './token-state.ts'

interface TokenListProps {
  /** Of this account alone. */
  account?: { id: string; name: string }
  /** Says how a first token comes about. */
  empty: ReactNode
}

/** A page of tokens: filtered, sorted and paged by the server, revoked one by one or many together. */
export function TokenList({ account, empty }: TokenListProps) {
  const { state, set, go, clear } = useFilters(tokenParsers)
  const { data, problem, stale, refetch } = usePageQuery(ServiceAccountTokensDocument, tokenVariables(state, account?.id))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const path = useOrganisationPath()
  const can = useCan()
  const { id: revokedId, show, close, ...revoking } = useDialog('revoke')
  const mayRevoke = can('ServiceAccountTokens', 'delete')
  const withAccount = account === undefined
  const columns = useMemo(() => tokenColumns({ path, withAccount, mayRevoke, onRevoke: show }), [path, withAccount, mayRevoke, show])
  const connection = data?.serviceAccountTokens
  if (!connection && problem?.code === 'forbidden') return <NoPermission what="tokens" permission="ServiceAccountTokens: read" />
  if (!connection) return problem ? <ErrorState problem={problem} onRetry={refetch} /> : null
  const rows = connection.edges.map(({ node }) => node)
  // What is not on the page any more is not revoked unseen.
  const selected = rows.filter(({ id, status }) => status === 'ACTIVE' && chosen.includes(id))
  const toRevoke = revokedId === null ? selected : rows.filter(({ id }) => id === revokedId)
  const isEmpty = rows.length === 0 && !isFiltered(state)
  return (
    <>
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      <TokenFilters state={state} set={set} withAccount={withAccount} />
      {isEmpty ? (
        <EmptyState icon={<KeyRound size={28} />} title="No active tokens">
          {empty}
        </EmptyState>
      ) : rows.length === 0 ? (
        <FilteredEmpty what="tokens" onClear={clear} />
      ) : (
        <DataTable
          caption="Tokens"
          columns={columns}
          rows={rows}
          stale={stale}
          nameOf={({ name }) => `token ${name}`}
          sort={{ field: state.sort, direction: state.direction }}
          onSort={({ field, direction }) => set({ sort: field, direction })}
          {...(mayRevoke && { selected: selected.map(({ id }) => id), onSelect: setChosen })}
        />
      )}
      {mayRevoke && (
        <div className="flex flex-wrap items-center gap-2">
          {selected.length > 0 && (
            <Button variant="danger" onClick={() => show()}>
              Revoke {selected.length} selected
            </Button>
          )}
          {state.source !== null && state.source !== byHand && <RevokeAllFrom identityId={state.source} account={account} />}
        </div>
      )}
      <TokenCounts account={account?.id ?? state.account} identity={state.source === byHand ? null : state.source} />
      <Pager
        what="tokens"
        shown={rows.length}
        totalCount={connection.totalCount}
        hasNext={connection.pageInfo.hasNextPage}
        hasPrevious={connection.pageInfo.hasPreviousPage}
        onNext={() => go({ after: connection.pageInfo.endCursor })}
        onPrevious={() => go({ before: connection.pageInfo.startCursor })}
      />
      <RevokeDialog open={revoking.open && toRevoke.length > 0} tokens={toRevoke} onClose={close} />
    </>
  )
}
