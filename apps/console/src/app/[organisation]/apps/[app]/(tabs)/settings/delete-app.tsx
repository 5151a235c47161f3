'use client'

import { useRouter } from 'next/navigation'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { Button } from '../../../../../../components/button.tsx'
import { ConfirmDialog } from '../../../../../../components/confirm-dialog.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useDialog } from '../../../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { DeleteAppDocument } from './operations.generated.ts'

export function DeleteApp() {
  const app = useApp()
  const dialog = useDialog('delete-app')
  // The page that would ask again is about what has just gone.
  const { send, busy } = useChange(DeleteAppDocument, { refresh: false })
  const router = useRouter()
  const path = useOrganisationPath()
  const toast = useToast()
  const remove = async () => {
    const outcome = await send({ input: { id: app.id } })
    if (!outcome.ok) return
    toast.success(`${app.name} was deleted`)
    router.push(path('/apps'))
  }
  return (
    <Section title="Danger zone">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-prose text-muted">Deleting the app takes its environments, their secrets and everybody&apos;s access away.</p>
        <Button variant="danger" onClick={() => dialog.show()}>
          Delete app
        </Button>
      </div>
      <ConfirmDialog
        open={dialog.open}
        onClose={dialog.close}
        title={`Delete ${app.name}?`}
        typeToConfirm={app.name}
        confirmLabel="Delete app"
        busyLabel="Deleting …"
        busy={busy}
        onConfirm={() => void remove()}
        impact={
          <ul className="list-disc pl-5">
            {app.environments.map(({ id, name, secretCount }) => (
              <li key={id} className="break-words">
                {name}: {secretCount ?? 'an unknown number of'} secrets
              </li>
            ))}
          </ul>
        }
      >
        <p>Workloads that read it are refused from their next request on. This cannot be undone.</p>
      </ConfirmDialog>
    </Section>
  )
}
