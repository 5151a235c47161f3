'use client'

import { Boxes } from 'lucide-react'
import { usePageQuery } from '../../../../../../apollo/use-page-query.ts'
import { Button } from '../../../../../../components/button.tsx'
import { Pager } from '../../../../../../components/pager.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../../components/states.tsx'
import { useDialog, useFilters } from '../../../../../../components/url-state.ts'
import { useCanInApps } from '../../../../../../frame/viewer.tsx'
import { useAccount } from '../account-context.tsx'
import { accessParsers } from './access-state.ts'
import { AccessTable } from './access-table.tsx'
import { GrantDialog } from './grant-dialog.tsx'
import { AccountAccessDocument } from './operations.generated.ts'

/** Which environments the account reads, as far as the viewer reads them too. */
export function AccountAccess() {
  const { id, name } = useAccount()
  const { state, go } = useFilters(accessParsers)
  const { data, problem, refetch } = usePageQuery(AccountAccessDocument, { id, after: state.after })
  const canInApps = useCanInApps()
  const granting = useDialog('grant')
  const mayGrant = canInApps('ServiceAccounts', 'create')
  const connection = data?.serviceAccount?.access
  if (!connection && problem?.code === 'forbidden')
    return <NoPermission what="what this account reads" permission="ServiceAccounts: read (inside apps)" />
  if (!connection) return problem ? <ErrorState problem={problem} onRetry={refetch} /> : null
  const rows = connection.edges.map(({ node }) => ({ ...node, id: node.environmentId }))
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2>App access</h2>
          <p className="text-muted">The environments that {name} reads, among those that you read.</p>
        </div>
        {mayGrant && (
          <Button variant="primary" onClick={() => granting.show()}>
            Manage access
          </Button>
        )}
      </div>
      {rows.length === 0 ? (
        <EmptyState icon={<Boxes size={28} />} title="It reads nothing yet">
          <p>Choose environments of apps whose secrets {name} shall read. It may read no others, whatever its role says.</p>
          {!mayGrant && <p>Giving access takes the permission ServiceAccounts: create inside apps.</p>}
        </EmptyState>
      ) : (
        <AccessTable rows={rows} mayRevoke={canInApps('ServiceAccounts', 'delete')} />
      )}
      {rows.length > 0 && (
        <Pager
          what="environments"
          shown={rows.length}
          totalCount={connection.totalCount}
          hasNext={connection.pageInfo.hasNextPage}
          hasPrevious={state.after !== null}
          onNext={() => go({ after: connection.pageInfo.endCursor })}
          onPrevious={() => go({})}
        />
      )}
      {mayGrant && <GrantDialog open={granting.open} onClose={granting.close} />}
    </>
  )
}
