'use client'

import { Fingerprint } from 'lucide-react'
import { usePageQuery } from '../../../../../../apollo/use-page-query.ts'
import { Button } from '../../../../../../components/button.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../../components/states.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useCan } from '../../../../../../frame/viewer.tsx'
import { useAccount } from '../account-context.tsx'
import { BoundIdentities } from './bound-identities.tsx'
import { ManageIdentitiesDialog } from './manage-dialog.tsx'
import { AccountIdentitiesDocument } from './operations.generated.ts'
import { ServerKeysGate } from './server-keys-gate.tsx'

/** Whose workloads may become the account. */
export function IdentitiesSection() {
  const { id, name, keyManagement } = useAccount()
  const { data, problem, refetch } = usePageQuery(AccountIdentitiesDocument, { id })
  const can = useCan()
  const managing = useDialog('manage-identities')
  const mayBind = can('ExternalIdentities', 'bind') && can('ServiceAccounts', 'update')
  const identities = data?.serviceAccount?.externalIdentities?.edges.map(({ node }) => node)
  const gated = keyManagement === 'CLIENT'
  return (
    <Section
      title="External Identities"
      actions={mayBind && !gated && <Button onClick={() => managing.show()}>Manage External Identities</Button>}
    >
      {gated ? (
        <ServerKeysGate />
      ) : identities === undefined ? (
        problem?.code === 'forbidden' ? (
          <NoPermission what="external identities" permission="ExternalIdentities: read" />
        ) : (
          problem && <ErrorState problem={problem} onRetry={refetch} />
        )
      ) : identities.length === 0 ? (
        <EmptyState icon={<Fingerprint size={28} />} title="No identity is trusted yet">
          <p>
            Choose external identities whose workloads may log in as {name}, without a stored token: each login is verified by their
            platform.
          </p>
          {!mayBind && <p>That takes the permissions ExternalIdentities: bind and ServiceAccounts: update.</p>}
        </EmptyState>
      ) : (
        <BoundIdentities identities={identities} mayUnbind={mayBind} />
      )}
      {mayBind && !gated && <ManageIdentitiesDialog open={managing.open} onClose={managing.close} />}
    </Section>
  )
}
