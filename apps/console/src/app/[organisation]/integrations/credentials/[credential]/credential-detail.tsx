'use client'

import { KeyRound, Pencil, PlugZap, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { Badge } from '../../../../../components/badge.tsx'
import { Button } from '../../../../../components/button.tsx'
import { IdText } from '../../../../../components/copy.tsx'
import { type Crumb, PageHeader, Section } from '../../../../../components/page-header.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { CheckResult, Unprotected } from '../form/check-result.tsx'
import type { CredentialFormPartsFragment, NewCredentialQuery, ShownCredentialFragment } from '../form/operations.generated.ts'
import { useCheck } from '../form/use-check.ts'
import { Facts } from './facts.tsx'
import { SyncsOfCredential } from './syncs-of-credential.tsx'

const DeleteCredential = dynamic(async () => (await import('../delete-credential.tsx')).DeleteCredential, { ssr: false })
const EditCredential = dynamic(async () => (await import('./edit-credential.tsx')).EditCredential, { ssr: false })
const ReplaceSecret = dynamic(async () => (await import('./replace-secret.tsx')).ReplaceSecret, { ssr: false })
const SetupOfCredential = dynamic(async () => (await import('./setup-of-credential.tsx')).SetupOfCredential, {
  ssr: false,
  loading: () => <Skeleton className="h-40 w-full" />,
})

interface CredentialDetailProps {
  credential: ShownCredentialFragment
  form: CredentialFormPartsFragment
  regions: NewCredentialQuery['awsRegions']
  crumbs: readonly Crumb[]
}

/** What is known of a credential, whether it works, who uses it, and what can be done with it. */
export function CredentialDetail({ credential, form, regions, crumbs }: CredentialDetailProps) {
  const can = useCan()
  const check = useCheck({ stored: true })
  const edition = useDialog('edit')
  const replacement = useDialog('replace')
  const mayUpdate = can('IntegrationCredentials', 'update')
  const dialogs = { credential, form, regions, onChecked: check.show }
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={credential.name}
        description={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <Badge>{form.name}</Badge>
            <span className="min-w-0 break-words">{credential.summary}</span>
            <IdText id={credential.id} />
          </span>
        }
        actions={
          mayUpdate && (
            <>
              <Button onClick={() => edition.show()}>
                <Pencil size={16} aria-hidden /> Edit
              </Button>
              {form.secretLabel && (
                <Button onClick={() => replacement.show()}>
                  <KeyRound size={16} aria-hidden /> Replace secret
                </Button>
              )}
              <Button variant="primary" busy={check.busy} busyLabel="Testing …" onClick={() => void check.run({ id: credential.id })}>
                <PlugZap size={16} aria-hidden /> Test connection
              </Button>
            </>
          )
        }
      />
      {check.check && <CheckResult check={check.check} region={credential.region} />}
      {!check.check && credential.isUnprotected && <Unprotected />}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <SyncsOfCredential id={credential.id} />
          {mayUpdate && (
            <Section title="In your AWS account">
              <SetupOfCredential credential={credential} />
            </Section>
          )}
          {can('IntegrationCredentials', 'delete') && <DangerZone credential={credential} />}
        </div>
        <Facts credential={credential} regions={regions} />
      </div>
      {edition.open && mayUpdate && <EditCredential {...dialogs} onClose={edition.close} />}
      {replacement.open && mayUpdate && form.secretLabel && <ReplaceSecret {...dialogs} onClose={replacement.close} />}
    </>
  )
}

function DangerZone({ credential }: { credential: ShownCredentialFragment }) {
  const dialog = useDialog('delete')
  const router = useRouter()
  const path = useOrganisationPath()
  return (
    <Section title="Danger zone">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 text-muted">Forgets what is stored of it, and pauses the syncs that use it. This cannot be undone.</p>
        <Button variant="danger" onClick={() => dialog.show()}>
          <Trash2 size={16} aria-hidden /> Delete credential
        </Button>
      </div>
      {dialog.open && (
        <DeleteCredential
          credential={credential}
          onClose={dialog.close}
          onDeleted={() => router.replace(path('/integrations/credentials'))}
        />
      )}
    </Section>
  )
}
