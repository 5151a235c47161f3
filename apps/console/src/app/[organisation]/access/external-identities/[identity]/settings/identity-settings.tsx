'use client'

import { Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { usePageQuery } from '../../../../../../apollo/use-page-query.ts'
import { Button } from '../../../../../../components/button.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../../../components/states.tsx'
import { Switch } from '../../../../../../components/switch.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { FormSkeleton } from '../../form/form-skeleton.tsx'
import { FreshIdentityDocument, type FullIdentityFragment } from '../../form/operations.generated.ts'
import { useSwitchIdentity } from '../../use-switch-identity.ts'

const DeleteIdentity = dynamic(async () => (await import('../../delete-identity.tsx')).DeleteIdentity, { ssr: false })
const EditIdentity = dynamic(async () => (await import('../../form/edit-identity.tsx')).EditIdentity, { ssr: false, loading: FormSkeleton })

interface IdentitySettingsProps {
  id: string
  /** What the address says; names of fields among it are filled in. */
  asked: Readonly<Record<string, string | string[] | undefined>>
}

/** Change it, switch it off, or delete it. */
export function IdentitySettings({ id, asked }: IdentitySettingsProps) {
  const { data, problem, refetch } = usePageQuery(FreshIdentityDocument, { id })
  const can = useCan()
  const identity = data?.externalIdentity
  if (!identity) return problem ? <ErrorState problem={problem} onRetry={refetch} /> : null
  const mayUpdate = can('ExternalIdentities', 'update')
  return (
    <div className="flex flex-col gap-6">
      {mayUpdate ? (
        <>
          <EditIdentity key={identity.id} identity={identity} asked={asked} />
          <Enabled identity={identity} />
        </>
      ) : (
        <NoPermission what="these settings" permission="ExternalIdentities: update" />
      )}
      {can('ExternalIdentities', 'delete') && <DangerZone identity={identity} />}
    </div>
  )
}

function Enabled({ identity }: { identity: FullIdentityFragment }) {
  const turn = useSwitchIdentity()
  return (
    <Section title="Logins">
      <Switch
        label={`Let workloads log in by ${identity.name}`}
        help="While it is off nobody logs in by it. Switching it off also ends the tokens that it minted; they stay ended when it is switched on again."
        checked={identity.enabled}
        onChange={(enabled) => void turn(identity, enabled)}
      />
    </Section>
  )
}

function DangerZone({ identity }: { identity: FullIdentityFragment }) {
  const dialog = useDialog('delete')
  const router = useRouter()
  const path = useOrganisationPath()
  return (
    <Section title="Danger zone">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 text-muted">Unbinds it everywhere and ends the tokens that it minted. This cannot be undone.</p>
        <Button variant="danger" onClick={() => dialog.show(identity.id)}>
          <Trash2 size={16} aria-hidden /> Delete identity
        </Button>
      </div>
      {dialog.open && (
        <DeleteIdentity identity={identity} onClose={dialog.close} onDeleted={() => router.replace(path('/access/external-identities'))} />
      )}
    </Section>
  )
}
